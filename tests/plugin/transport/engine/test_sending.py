"""Sending a request: where it goes, when it is retried, and at what rate."""

from dataclasses import replace

import pytest
from tests.plugin.playing import Played, answer
from tests.plugin.transport.engine.things import DELETE, GET, POST

from assemblyai_tools import upload_file
from assemblyai_tools.errors import (
    AssemblyAIError,
    ConfigurationError,
    ConnectionFailedError,
    FileAccessError,
    RateLimitedError,
    ServerError,
)
from assemblyai_tools.flow import Host, Reply, Request, send
from assemblyai_tools.transport.call import Body
from assemblyai_tools.transport.engine import Call
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.rate_limit import RateLimit
from assemblyai_tools.transport.retry import Lost
from assemblyai_tools.waiting.progress import Progress


def test_a_request_becomes_a_call_to_the_configured_host_with_the_key(service, key):
    request = Request("POST", "/v2/thing", query={"q": 1}, json={"a": 1}, timeout=7.0)
    assert service.play(send(request), answer(200, "fine")) == Reply(200, b"fine")
    assert service.actions == [
        Call(
            method="POST",
            url="http://service.test/v2/thing",
            headers={"Authorization": key},
            query={"q": 1},
            json={"a": 1},
            file=None,
            timeout=7.0,
        )
    ]


def test_a_call_never_shows_the_key(service, key):
    service.play(send(GET), answer(200))
    assert key not in repr(service.calls[0])


def test_a_file_to_send_is_checked_and_resolved(service, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x")
    service.play(send(Request("POST", "/v2/upload", file=str(tmp_path / "." / "a.wav"))), answer(200))
    found = LocalFile(tmp_path / "a.wav", (tmp_path / "a.wav").stat(), (tmp_path,))
    assert service.calls[0].file == Body(found, "a.wav", 1)


def test_a_file_outside_the_allowed_folders_is_never_sent(service):
    with pytest.raises(FileAccessError):
        service.play(send(Request("POST", "/v2/upload", file="/etc/passwd")))
    assert service.actions == []


def test_nothing_is_sent_without_a_key(settings):
    service = Played(replace(settings, api_key=None))
    with pytest.raises(ConfigurationError):
        service.play(send(GET))
    assert service.actions == []


@pytest.mark.parametrize("status", [200, 201, 202, 204, 299])
def test_every_success_status_is_a_reply(service, status):
    assert service.play(send(GET), answer(status, "x")) == Reply(status, b"x")


@pytest.mark.parametrize(
    ("header", "progress"), [("0.25", 0.25), ("7", 1.0), ("-1", 0.0), ("soon", None), (None, None)]
)
def test_a_reply_has_the_jobs_progress_if_the_service_sends_it(service, header, progress):
    headers = {} if header is None else {"x_emulator_progress": header}
    assert service.play(send(GET), answer(200, **headers)) == Reply(200, b"", progress)


def test_a_read_is_retried_until_it_succeeds_with_growing_pauses(service):
    lost = Lost(sent=True, reason="reset")
    assert service.play(send(GET), answer(503), lost, answer(500), answer(200, "x")) == Reply(200, b"x")
    assert service.pauses == [0.5, 1.0, 2.0]
    assert service.reports == [
        Progress("retrying", "trying again in 0.5 s"),
        Progress("retrying", "trying again in 1.0 s"),
        Progress("retrying", "trying again in 2.0 s"),
    ]


def test_pauses_have_random_jitter(service):
    service.play(send(GET), answer(503), answer(200), jitter=0.0)
    assert service.pauses == [0.25]


def test_a_read_is_given_up_after_four_attempts(service):
    with pytest.raises(ServerError) as caught:
        service.play(send(GET), *[answer(503)] * 4)
    assert str(caught.value) == (
        "GET /v2/thing failed with HTTP 503. This is the service's own trouble. Try again in a minute."
    )
    assert len(service.calls) == 4


@pytest.mark.parametrize("request_", [GET, POST, DELETE], ids=["GET", "POST", "DELETE"])
def test_a_rate_limit_is_waited_out_for_as_long_as_the_service_says(service, request_):
    service.play(send(request_), answer(429, retry_after="7"), answer(200))
    assert service.pauses == [7.0]


@pytest.mark.parametrize(("patience", "tries"), [(5.0, 1), (45.0, 2), (300.0, 4)])
def test_a_read_that_times_out_is_retried_only_within_its_retry_budget(service, patience, tries):
    with pytest.raises(ConnectionFailedError):
        service.play(send(replace(GET, retry_for=patience)), *[Lost(True, "timed out")] * tries)
    assert service.now <= patience + GET.timeout


def test_a_rate_limit_that_is_too_long_to_wait_for_is_left_to_the_caller(service):
    with pytest.raises(RateLimitedError) as caught:
        service.play(send(POST), answer(429, {"error": "Too Many Requests"}, retry_after="300"))
    assert str(caught.value) == (
        "Too Many Requests (HTTP 429). Wait 300 s, then call again with the same arguments."
    )
    assert (service.pauses, caught.value.retry_after) == ([], 300.0)


@pytest.mark.parametrize("outcome", [answer(500), answer(502), answer(503), answer(504), Lost(True, "reset")])
def test_a_post_is_not_retried_once_it_may_have_arrived(service, outcome):
    with pytest.raises(AssemblyAIError):
        service.play(send(POST), outcome)
    assert len(service.calls) == 1


def test_a_post_is_retried_as_long_as_it_cannot_have_arrived(service):
    lost = Lost(sent=False, reason="refused")
    assert service.play(send(POST), lost, lost, answer(200, "x")) == Reply(200, b"x")


@pytest.mark.parametrize("outcome", [answer(500), answer(503), Lost(True, "reset"), answer(429)])
def test_an_upload_is_sent_again_as_it_is_not_billed(service, tmp_path, outcome):
    (tmp_path / "a.wav").write_bytes(b"x")
    view = service.play(
        upload_file(path=str(tmp_path / "a.wav")), outcome, answer(200, {"upload_url": "https://cdn.test/u1"})
    )
    assert view.upload_url == "https://cdn.test/u1"
    assert [call.file.name for call in service.calls] == ["a.wav", "a.wav"]


def test_an_upload_that_is_refused_is_not_sent_again(service, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"x")
    with pytest.raises(AssemblyAIError):
        service.play(upload_file(path=str(tmp_path / "a.wav")), answer(413))


EU = {
    Host.API: "https://api.eu.assemblyai.com/v2/thing",
    Host.LLM: "https://llm-gateway.eu.assemblyai.com/v2/thing",
    Host.STREAMING: "https://streaming.eu.assemblyai.com/v2/thing",
}


@pytest.mark.parametrize("host", Host)
def test_a_region_moves_the_request_whichever_host_it_is_for(settings, host):
    service = Played(replace(settings, base_url="https://api.eu.assemblyai.com"))
    service.play(send(replace(GET, host=host)), answer(200))
    assert service.calls[0].url == EU[host]


def test_each_of_the_services_hosts_has_its_own_rate_limit(settings):
    service = Played(replace(settings, base_url="https://api.assemblyai.com"))
    service.account.limits = {
        Host.API: RateLimit(2, 300.0),
        Host.LLM: RateLimit(1, 61.0),
        Host.STREAMING: RateLimit(1, 300.0),
    }
    for _ in range(3):
        service.play(send(GET), answer(200))
    service.play(send(replace(GET, host=Host.LLM)), answer(200))
    assert service.pauses == [300.0]


def test_an_emulator_has_no_rate_limit(service):
    service.account.limits = {Host.API: RateLimit(1, 300.0)}
    for _ in range(3):
        service.play(send(GET), answer(200))
    assert service.pauses == []
