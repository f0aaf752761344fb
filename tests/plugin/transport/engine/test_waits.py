"""Waiting for a job: when it is looked at, when the wait ends, and what is told if looks fail."""

import pytest
from tests.plugin.playing import answer

from assemblyai_tools import get_transcript, transcribe
from assemblyai_tools.errors import AuthenticationError, RateLimitedError
from assemblyai_tools.flow import Await, Pause
from assemblyai_tools.transport.engine import Engine
from assemblyai_tools.transport.retry import Lost
from assemblyai_tools.waiting.progress import Progress


def test_a_wait_polls_until_the_job_has_ended_and_reports_progress(service):
    def flow():
        return (yield Await("t1", 45))

    last = service.play(
        flow(),
        answer(200, {"id": "t1", "status": "queued"}),
        answer(200, {"id": "t1", "status": "processing"}, x_emulator_progress="0.5"),
        answer(200, {"id": "t1", "status": "completed"}),
    )
    assert last.status == "completed"
    assert [call.url for call in service.calls] == ["http://service.test/v2/transcript/t1"] * 3
    assert service.reports == [
        Progress("waiting", "transcribing, 0 s", None, "t1"),
        Progress("waiting", "transcribing, 0 s", 0.5, "t1"),
        Progress("waiting", "transcribing, 1 s", None, "t1"),
    ]


def test_a_new_jobs_id_is_reported_before_the_first_pause(service):
    def flow():
        return (yield Await("t1", 45, fresh=True))

    driver = Engine(service.settings, lambda: 0.0, service.reports.append).drive(flow())
    assert isinstance(next(driver), Pause)
    assert service.reports == [Progress("waiting", "transcribing, 0 s", None, "t1")]
    driver.close()


def test_a_wait_survives_a_transient_failure(service):
    def flow():
        return (yield Await("t1", 45))

    last = service.play(flow(), answer(503), answer(200, {"id": "t1", "status": "error"}))
    assert last.status == "error"
    assert service.account.watch._waiters == {}


def test_a_wait_ends_after_the_given_seconds(service):
    result = service.play(
        get_transcript(transcript_id="t1", wait_seconds=1),
        *[answer(200, {"id": "t1", "status": "processing"})] * 3,
    )
    assert (result.status, service.now) == ("processing", 1.0)


def test_a_rate_limit_does_not_extend_a_wait_beyond_the_given_seconds(service):
    with pytest.raises(RateLimitedError) as caught:
        service.play(get_transcript(transcript_id="t1", wait_seconds=0), answer(429, retry_after="60"))
    assert str(caught.value) == (
        "GET /v2/transcript/t1 failed with HTTP 429. Wait 60 s, then call again with the same arguments."
    )
    assert (service.now, service.account.watch._waiters) == (0.0, {})


@pytest.mark.parametrize(
    "outcomes",
    [
        [Lost(sent=True, reason="reset")] * 2,
        [answer(503)] * 8,
        [answer(429, retry_after="300")] * 2,
        [answer(200, "<html>One moment</html>")] * 2,
    ],
    ids=["lost", "down", "busy", "web page"],
)
def test_a_wait_whose_looks_fail_ends_with_the_job_that_exists(service, outcomes):
    created = answer(200, {"id": "t1", "status": "queued"})
    view = service.play(transcribe(audio="https://x.test/a.mp3", wait_seconds=1), created, *outcomes)
    assert (view.id, view.status) == ("t1", "queued")
    assert "call get_transcript with transcript_id=t1" in view.render()
    assert service.account.watch._waiters == {}


def test_a_wait_that_fails_never_invites_a_second_job(service):
    created = answer(200, {"id": "t1", "status": "queued"})
    with pytest.raises(AuthenticationError) as caught:
        service.play(transcribe(audio="https://x.test/a.mp3"), created, answer(401))
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == (
        "GET /v2/transcript/t1 failed with HTTP 401. The job itself goes on: do not transcribe again, call "
        "get_transcript with transcript_id=t1 and wait_seconds=45."
    )
    assert service.account.watch._waiters == {}
