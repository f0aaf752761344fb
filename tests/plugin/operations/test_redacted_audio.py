import pytest

from assemblyai_tools import (
    BadRequestError,
    InvalidArgumentsError,
    ServerError,
    UnexpectedReplyError,
    get_redacted_audio,
)
from assemblyai_tools.flow import Pause, Request
from assemblyai_tools.operations.redacted_audio import RedactedAudioView

ASK = Request("GET", "/v2/transcript/t1/redacted-audio", timeout=10.0, retry_for=10.0)
CHECK = Request("GET", "/v2/transcript/t1")
READY = {"status": "redacted_audio_ready", "redacted_audio_url": "https://s3.test/a?sig=1"}
ORDERED = {"id": "t1", "status": "completed", "redact_pii_audio": True}
ONCE_MORE = (
    "If the transcript was completed minutes ago, call get_redacted_audio once more with transcript_id=t1 and "
    "wait_seconds=45; if it was long ago, the audio is no longer kept (24 hours)."
)
NONE_YET = f"There is no redacted audio of transcript t1. {ONCE_MORE}"


def refusal():
    return BadRequestError("Redacted audio is not ready (HTTP 400).", status=400)


def test_audio_that_is_ready_takes_one_request(walk, reply):
    steps, view = walk(get_redacted_audio(transcript_id="t1", wait_seconds=900), reply(READY))
    assert steps == [ASK]
    assert view == RedactedAudioView(id="t1", ready=True, redacted_audio_url="https://s3.test/a?sig=1")
    assert view.render() == (
        "Redacted audio of transcript t1, for the next 30 minutes: https://s3.test/a?sig=1"
    )


@pytest.mark.parametrize("body", ["", {"status": "processing"}, {"error": "later"}, "Accepted", READY])
def test_a_202_means_not_yet_whatever_its_body(walk, reply, body):
    steps, view = walk(get_redacted_audio(transcript_id="t1"), reply(body, status=202))
    assert steps == [ASK]
    assert (view, view.render()) == (RedactedAudioView(id="t1", ready=False), NONE_YET)


@pytest.mark.parametrize("status", ["queued", "processing", "completed"])
def test_a_400_is_reported_with_its_reason_if_the_audio_was_requested(walk, reply, status):
    ordered = {**ORDERED, "status": status}
    steps, view = walk(get_redacted_audio(transcript_id="t1"), refusal(), reply(ordered))
    assert steps == [ASK, CHECK]
    assert view == RedactedAudioView(id="t1", ready=False, reason="Redacted audio is not ready (HTTP 400).")
    assert view.render() == (
        "There is no redacted audio of transcript t1: Redacted audio is not ready (HTTP 400). " + ONCE_MORE
    )


@pytest.mark.parametrize(
    "transcript",
    [
        {"id": "t1", "status": "completed"},
        {"id": "t1", "status": "completed", "redact_pii_audio": None},
        {"id": "t1", "status": "processing", "redact_pii_audio": False},
        {**ORDERED, "status": "error", "error": "Too short."},
        {**ORDERED, "audio_url": "http://deleted_by_user"},
    ],
)
def test_a_400_is_final_if_there_will_never_be_any_audio(walk, reply, transcript):
    with pytest.raises(InvalidArgumentsError) as caught:
        walk(get_redacted_audio(transcript_id="t1", wait_seconds=900), refusal(), reply(transcript))
    assert str(caught.value) == (
        "Transcript t1 has no redacted audio. "
        "Transcribe with redact_pii, redact_pii_policies and redact_pii_audio to get one."
    )


def test_an_unknown_transcript_raises_the_services_error(walk):
    unknown = BadRequestError("Transcript lookup error, transcript id not found (HTTP 400).", status=400)
    with pytest.raises(BadRequestError) as caught:
        walk(get_redacted_audio(transcript_id="t1"), refusal(), unknown)
    assert caught.value is unknown


def test_a_wait_polls_every_three_seconds_until_the_audio_is_there(walk, reply):
    flow = get_redacted_audio(transcript_id="t1", wait_seconds=45)
    not_yet = reply("", status=202)
    steps, view = walk(flow, not_yet, None, refusal(), reply(ORDERED), None, reply(READY))
    assert steps == [ASK, Pause(3.0), ASK, CHECK, Pause(3.0), ASK]
    assert view.ready


def test_a_wait_ends_when_the_time_is_up(walk, reply):
    flow = get_redacted_audio(transcript_id="t1", wait_seconds=7)
    not_yet = reply("", status=202)
    steps, view = walk(flow, not_yet, None, not_yet, None, not_yet, None, not_yet)
    assert steps == [ASK, Pause(3.0), ASK, Pause(3.0), ASK, Pause(1.0), ASK]
    assert view.render() == NONE_YET


def test_other_failures_are_not_taken_for_not_yet(walk):
    broken = ServerError("No.", status=500)
    with pytest.raises(ServerError) as caught:
        walk(get_redacted_audio(transcript_id="t1", wait_seconds=45), broken)
    assert caught.value is broken


@pytest.mark.parametrize("body", ["<html>", {}, {"status": "processing", "redacted_audio_url": None}])
def test_a_200_of_another_form_is_not_taken_for_not_yet(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(get_redacted_audio(transcript_id="t1", wait_seconds=45), reply(body))


def test_the_wait_is_limited():
    with pytest.raises(InvalidArgumentsError) as caught:
        get_redacted_audio.start({"transcript_id": "t1", "wait_seconds": 901})
    assert caught.value.message == (
        "get_redacted_audio was not called: wait_seconds: give seconds from 0 to 900."
    )
