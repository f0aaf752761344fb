"""What both clients do: every test with `run` runs once on each."""

import json
import threading
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr

from assemblyai_tools import Client, get_transcript, transcribe
from assemblyai_tools.errors import (
    AuthenticationError,
    ConfigurationError,
    ConnectionFailedError,
    ServerError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Pause, Reply, Request, send
from assemblyai_tools.waiting.schedule import SHORTEST_PAUSE

GET = Request("GET", "/v2/thing")
POST = Request("POST", "/v2/thing", json={"a": "ü"})

QUEUED = {"id": "t1", "status": "queued"}
COMPLETED = {"id": "t1", "status": "completed", "text": "Hello."}


def ok(body=None):
    return httpx.Response(200, json=body or {})


def test_a_request_is_sent_with_key_query_and_json(run, service, key):
    service.script = [httpx.Response(200, text="fine")]
    request = Request("POST", "/v2/thing", query={"words": "foo,bar baz"}, json={"a": 1})
    assert run(send(request)) == Reply(200, b"fine")
    sent = service.requests[0]
    assert (sent.method, str(sent.url), json.loads(sent.content)) == (
        "POST",
        "http://service.test/v2/thing?words=foo%2Cbar+baz",
        {"a": 1},
    )
    assert sent.headers["authorization"] == key
    assert sent.headers["content-type"] == "application/json"


def test_a_request_without_a_query_has_no_question_mark(run, service):
    service.script = [ok()]
    run(send(GET))
    assert str(service.requests[0].url) == "http://service.test/v2/thing"


def test_each_request_has_its_own_timeout_and_a_short_connect_timeout(run, service):
    service.script = [ok()]
    run(send(Request("GET", "/v2/thing", timeout=240.0)))
    assert service.requests[0].extensions["timeout"] == {
        "connect": 10.0,
        "read": 240.0,
        "write": 240.0,
        "pool": None,
    }


def test_a_get_is_retried_after_503_and_lost_connections(run, service, pauses):
    service.script = [httpx.Response(503), httpx.ReadError("reset"), httpx.ConnectError("refused"), ok()]
    assert run(send(GET)) == Reply(200, b"{}")
    assert len(service.requests) == 4
    assert [0.25 <= pauses[0] <= 0.5, 0.5 <= pauses[1] <= 1.0, 1.0 <= pauses[2] <= 2.0] == [True] * 3


def test_a_rate_limited_request_of_any_method_waits_for_retry_after(run, service, pauses):
    service.script = [httpx.Response(429, headers={"Retry-After": "7"}), ok()]
    assert run(send(POST)) == Reply(200, b"{}")
    assert pauses == [7.0]


@pytest.mark.parametrize(
    "failure",
    [
        500,
        503,
        httpx.ReadError("reset"),
        httpx.ReadTimeout("too slow"),
        httpx.WriteError("broken pipe"),
        httpx.RemoteProtocolError("the server hung up"),
    ],
    ids=lambda failure: failure if isinstance(failure, int) else type(failure).__name__,
)
def test_a_post_is_not_retried_once_it_may_have_arrived(run, service, pauses, failure):
    service.script = [httpx.Response(failure) if isinstance(failure, int) else failure]
    with pytest.raises((ServerError, ConnectionFailedError)):
        run(send(POST))
    assert (len(service.requests), pauses) == (1, [])


@pytest.mark.parametrize("failure", [httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout])
def test_a_post_is_retried_if_it_was_never_sent(run, service, failure):
    service.script = [failure("no"), failure("no"), failure("no"), ok()]
    assert run(send(POST)) == Reply(200, b"{}")
    assert len({request.content for request in service.requests}) == 1


def test_a_connection_error_without_a_message_is_named_by_its_type(run, service):
    service.script = [httpx.ReadTimeout("")]
    with pytest.raises(ConnectionFailedError) as caught:
        run(send(POST))
    assert caught.value.message == "No reply to POST /v2/thing: ReadTimeout."


def test_an_html_error_page_is_not_shown(run, service):
    service.script = [httpx.Response(502, html="<html><body>Bad gateway</body></html>")]
    with pytest.raises(ServerError) as caught:
        run(send(POST))
    assert caught.value.message == "POST /v2/thing failed with HTTP 502."


def test_a_truncated_reply_is_not_the_callers_fault(run, service):
    service.script = [httpx.Response(200, text='{"status": "comple')]
    with pytest.raises(UnexpectedReplyError) as caught:
        run(get_transcript(transcript_id="t1"))
    assert str(caught.value) == (
        "The service answered 200 but not in the documented form (the body: Invalid JSON: EOF while parsing a "
        "string at line 1 column 18; the body is JSON). The arguments were not at fault. Try again once; if it happens "
        "again, report it."
    )


def test_a_key_that_the_service_echoes_is_never_shown(run, service, key):
    service.script = [httpx.Response(401, json={"error": f"API key {key} is not valid"})]
    with pytest.raises(AuthenticationError) as caught:
        run(send(GET))
    assert caught.value.message == "API key [api key] is not valid (HTTP 401)."
    assert key not in f"{caught.value} {caught.value!r} {caught.value.args} {vars(caught.value)}"


def test_nothing_is_sent_without_a_key(run, service, settings):
    with pytest.raises(ConfigurationError):
        run(send(GET), settings=replace(settings, api_key=None))
    assert service.requests == []


def test_a_malformed_key_is_never_sent(run, service, settings):
    with pytest.raises(ConfigurationError):
        run(send(GET), settings=replace(settings, api_key=SecretStr("“pasted with its quotes”")))
    assert service.requests == []


def test_a_redirect_is_not_followed(run, service):
    service.script = [httpx.Response(301, headers={"Location": "https://elsewhere.test/"})]
    with pytest.raises(UnexpectedReplyError, match="a redirect"):
        run(send(GET))
    assert len(service.requests) == 1


def test_a_file_is_uploaded_transcribed_and_waited_for(run, service, pauses, tmp_path):
    (tmp_path / "a.wav").write_bytes(b"audio")
    reports = []
    service.script = [ok({"upload_url": "https://cdn.test/u1"}), ok(QUEUED), ok(QUEUED), ok(COMPLETED)]
    view = run(transcribe(audio=f"{tmp_path}/a.wav"), on_progress=reports.append)
    assert (view.id, view.status, [line.text for line in view.lines]) == ("t1", "completed", ["Hello."])
    assert service.calls == [
        "POST /v2/upload",
        "POST /v2/transcript",
        "GET /v2/transcript/t1",
        "GET /v2/transcript/t1",
    ]
    assert json.loads(service.requests[1].content) == {"audio_url": "https://cdn.test/u1"}
    assert pauses == [SHORTEST_PAUSE] * 2, "the job was just created, so the first poll waits"
    assert [report.stage for report in reports] == ["uploading", "waiting", "waiting", "waiting"]
    assert [report.transcript_id for report in reports] == [None, "t1", "t1", "t1"]


def test_a_pause_sleeps(run, pauses):
    def flow():
        yield Pause(1.5)
        return "rested"

    assert run(flow()) == "rested"
    assert pauses == [1.5]


def test_a_bug_in_an_operation_stays_a_bug(run, service):
    service.script = [ok()]

    def flow():
        yield GET
        raise RuntimeError("a bug")

    with pytest.raises(RuntimeError, match="a bug"):
        run(flow())


def test_a_flow_is_closed_when_the_caller_is_interrupted(run, service):
    closed = []

    def flow():
        try:
            yield GET
        finally:
            closed.append(True)

    def interrupt(_request):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(flow(), transport=httpx.MockTransport(interrupt))
    assert closed == [True]


def test_without_settings_a_client_reads_the_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-environment")
    with Client() as client:
        assert client.settings.require_key() == "from-the-environment"


def test_a_client_never_shows_the_key(settings, key):
    assert key not in repr(Client(settings))


class Jobs:
    """A service on which each transcript completes at its own time by the clients' clock."""

    def __init__(self, clock, ends):
        self.clock, self.ends, self.requests = clock, ends, []

    def __call__(self, request):
        self.requests.append(request)
        name = request.url.path.removeprefix("/v2/transcript").strip("/")
        if name:
            return httpx.Response(200, json=self.job(name))
        return httpx.Response(200, json={"transcripts": [self.job(each) for each in reversed(self.ends)]})

    def job(self, name):
        done = self.clock() >= self.ends[name]
        return {"id": name, "status": "completed" if done else "processing", "text": f"I am {name}."}


@pytest.mark.parametrize("same", [False, True])
def test_eight_threads_may_wait_on_one_client(settings, clock, same):
    service = Jobs(clock, {f"t{number}": 1005.0 + number for number in range(8)})
    views, failures = {}, []

    def wait(number):
        try:
            name = "t3" if same else f"t{number}"
            views[number] = client.run(get_transcript(transcript_id=name, wait_seconds=300))
        except Exception as error:  # noqa: BLE001 - shown by the assertion
            failures.append(error)

    with Client(settings, sleep=clock.sleep, transport=httpx.MockTransport(service)) as client:
        threads = [threading.Thread(target=wait, args=(number,), daemon=True) for number in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
    assert failures == []
    assert sorted((number, view.lines[0].text) for number, view in views.items()) == [
        (number, "I am t3." if same else f"I am t{number}.") for number in range(8)
    ]
    assert (client.watch._waiters, client.watch.wanted()) == ({}, set())
