import pytest

from assemblyai_tools import (
    BadRequestError,
    ConnectionFailedError,
    RateLimitedError,
    ServerError,
    TranscriptionFailedError,
    UnexpectedReplyError,
    transcribe,
)
from assemblyai_tools.flow import Await, Request
from assemblyai_tools.results.speech import Line
from assemblyai_tools.results.transcript_view import Part, TranscriptView

URL = "https://x.test/a.mp3"
UPLOAD = {"upload_url": "https://cdn.test/u1"}
QUEUED = {"id": "t1", "status": "queued"}
COMPLETED = {"id": "t1", "status": "completed", "audio_duration": 3, "text": "Hello there."}


@pytest.mark.parametrize("url", [URL, "http://x.test/a b.mp3".replace(" ", "%20"), "HTTPS://X.test/A.mp3"])
def test_a_public_url_is_sent_unchanged_and_its_job_waited_for(walk, reply, url):
    steps, view = walk(transcribe(audio=url), reply(QUEUED), reply(COMPLETED))
    assert steps == [
        Request("POST", "/v2/transcript", json={"audio_url": url}, billed=True),
        Await("t1", 45, fresh=True),
    ]
    assert view == TranscriptView(
        id="t1",
        status="completed",
        audio_duration=3.0,
        parts=[Part(name="text", lines=[Line(text="Hello there.")])],
    )


@pytest.mark.parametrize(
    "audio", ["a.wav", "/somewhere/a.wav", "~/a.wav", "file:///somewhere/a.wav", "c:a.wav"]
)
def test_a_local_file_is_uploaded_first(walk, reply, audio):
    steps, _ = walk(transcribe(audio=audio), reply(UPLOAD), reply(QUEUED), reply(COMPLETED))
    assert steps == [
        Request("POST", "/v2/upload", file=audio, timeout=120.0, retry_for=300.0, harmless=True),
        Request("POST", "/v2/transcript", json={"audio_url": "https://cdn.test/u1"}, billed=True),
        Await("t1", 45, fresh=True),
    ]


def test_options_go_to_the_service_under_its_own_names(walk, reply):
    flow = transcribe(
        audio=URL,
        language_code="es",
        language_detection=False,
        speaker_labels=True,
        speakers_expected=2,
        multichannel=False,
        wait_seconds=0,
    )
    steps, _ = walk(flow, reply(QUEUED), reply(QUEUED))
    assert steps == [
        Request(
            "POST",
            "/v2/transcript",
            json={
                "audio_url": URL,
                "language_code": "es",
                "language_detection": False,
                "speaker_labels": True,
                "speakers_expected": 2,
                "multichannel": False,
            },
            billed=True,
        ),
        Await("t1", 0, fresh=True),
    ]


def test_the_wait_gets_the_header_of_the_jobs_webhook(walk, reply):
    header = {"webhook_auth_header_name": "X-Token", "webhook_auth_header_value": "secret"}
    flow = transcribe(audio=URL, webhook_url="https://x.test/hook", **header)
    steps, _ = walk(flow, reply(QUEUED), reply(COMPLETED))
    assert steps[1] == Await("t1", 45, fresh=True, webhook=("x-token", "secret"))
    assert "secret" not in repr(steps[1])


def test_a_webhook_without_a_header_is_not_relied_on(walk, reply):
    flow = transcribe(audio=URL, webhook_url="https://x.test/hook")
    steps, _ = walk(flow, reply(QUEUED), reply(COMPLETED))
    assert steps[1] == Await("t1", 45, fresh=True)


def test_running_out_of_time_is_a_result_with_the_id_and_the_next_step(walk, reply):
    _, view = walk(transcribe(audio=URL), reply(QUEUED), reply({"id": "t1", "status": "processing"}))
    assert view.render() == (
        "Transcript t1 is still processing. Nothing is lost: call get_transcript with transcript_id=t1 and "
        "wait_seconds=45 to go on waiting."
    )


def test_a_failed_job_raises_with_its_id(walk, reply):
    failed = {"id": "t1", "status": "error", "error": "Audio duration is too short."}
    with pytest.raises(TranscriptionFailedError) as caught:
        walk(transcribe(audio=URL), reply(QUEUED), reply(failed))
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == (
        "Transcript t1 failed: Audio duration is too short. Give at least 160 ms of audio."
    )


def test_the_error_for_a_finished_job_that_cannot_be_read_has_its_id(walk, reply):
    with pytest.raises(UnexpectedReplyError) as caught:
        walk(transcribe(audio=URL), reply(QUEUED), reply({"status": "completed", "words": 7}))
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == (
        "The service answered 200 but not in the documented form (id: Field required; the body is JSON). "
        "The job itself goes on: do not transcribe again, call get_transcript with transcript_id=t1 and "
        "wait_seconds=45."
    )


@pytest.mark.parametrize("error", [ConnectionFailedError("No reply."), ServerError("It broke.", status=500)])
def test_the_error_of_a_failed_wait_has_the_id_of_the_job(walk, reply, error):
    with pytest.raises(type(error)) as caught:
        walk(transcribe(audio=URL), reply(QUEUED), error)
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == (
        f"{error.message} The job itself goes on: do not transcribe again, call get_transcript with "
        "transcript_id=t1 and wait_seconds=45."
    )


def lost(retryable):
    """No reply to a request that may have arrived, or that cannot have."""
    error = ConnectionFailedError("No reply.")
    error.retryable = retryable
    return error


@pytest.mark.parametrize(
    "error", [lost(retryable=True), RateLimitedError("Too many.", status=429, retry_after=7)]
)
def test_a_job_that_cannot_have_been_created_may_be_retried(walk, error):
    advice = error.next_step
    with pytest.raises(type(error)) as caught:
        walk(transcribe(audio=URL), error)
    assert caught.value.retryable is True
    assert str(caught.value) == f"{error.message} {advice}"


def test_the_error_of_a_job_refused_after_an_upload_has_the_uploads_url(walk, reply):
    with pytest.raises(BadRequestError) as caught:
        walk(transcribe(audio="a.wav"), reply(UPLOAD), BadRequestError("No.", status=400))
    assert caught.value.upload_url == "https://cdn.test/u1"


def test_the_error_of_a_job_refused_for_a_url_has_no_uploads_url(walk):
    with pytest.raises(BadRequestError) as caught:
        walk(transcribe(audio=URL), BadRequestError("No.", status=400))
    assert caught.value.upload_url is None


def test_an_upload_that_fails_creates_no_job(walk):
    with pytest.raises(ServerError) as caught:
        walk(transcribe(audio="a.wav"), ServerError("No.", status=500))
    assert caught.value.upload_url is None


@pytest.mark.parametrize("around", [" {}\n", "\t{}", "{} "])
def test_a_url_with_space_around_it_is_still_a_url(walk, reply, around):
    steps, _ = walk(transcribe(audio=around.format(URL)), reply(QUEUED), reply(COMPLETED))
    assert steps[0] == Request("POST", "/v2/transcript", json={"audio_url": URL}, billed=True)
