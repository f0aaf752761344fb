import pytest

from assemblyai_tools import (
    AssemblyAIError,
    BadRequestError,
    ConnectionFailedError,
    ServerError,
    UnexpectedReplyError,
    transcribe,
)
from assemblyai_tools.flow import Await, Pause, Request

URL = "https://x.test/a.mp3"
UPLOAD = {"upload_url": "https://cdn.test/u1"}
QUEUED = {"id": "t1", "status": "queued"}
COMPLETED = {"id": "t1", "status": "completed", "text": "Hello there."}
POST = Request("POST", "/v2/transcript", json={"audio_url": URL}, billed=True)
MAY_EXIST = (
    "The job may have been accepted all the same, and a repeat would be billed again: "
    "look for it with list_transcripts first."
)


def lost():
    """No reply to a request that may have arrived."""
    error = ConnectionFailedError("No reply.")
    error.retryable = False
    return error


def refused():
    """The service says that it did not accept the job."""
    return ServerError("Busy.", status=503)


def broken():
    return ServerError("It broke.", status=502)


def row(name="t1", url=URL, status="queued", created="2026-11-24T12:00:00.000000"):
    return {"id": name, "status": status, "audio_url": url, "created": created}


def page(*rows):
    return {"transcripts": list(rows)}


def full(first, last):
    """A full page of other jobs, created from `last` to `first`."""
    return page(
        row("n0", "other", created=first), *[row(f"n{n}", "other", created=last) for n in range(1, 200)]
    )


def list_request(**query):
    return Request("GET", "/v2/transcript", query={"limit": 200, **query}, timeout=3.0, retry_for=0.0)


PAUSES = [1.0, 2.0, 3.0, 4.0]
"""Seconds before each look at the list for a job that may exist."""


def looks(*answers):
    """Every look at the list gets the same answers."""
    return [None, *answers] * len(PAUSES)


IN_DOUBT = pytest.mark.parametrize("failure", [lost, broken])


@IN_DOUBT
def test_a_job_that_is_found_in_the_list_is_waited_for_as_if_nothing_had_happened(walk, reply, failure):
    listed = page(row("t2", "other"), row())
    steps, view = walk(transcribe(audio=URL), failure(), None, reply(listed), reply(QUEUED), reply(COMPLETED))
    assert steps == [
        POST,
        Pause(1.0),
        list_request(),
        Request("GET", "/v2/transcript/t1", timeout=3.0, retry_for=0.0),
        Await("t1", 45, fresh=True),
    ]
    assert (view.id, view.status) == ("t1", "completed")


@IN_DOUBT
def test_a_job_that_may_still_appear_is_never_created_again(walk, reply, failure):
    """After a gateway timeout or a broken connection, the service may still be creating it."""
    with pytest.raises(AssemblyAIError) as caught:
        walk(transcribe(audio=URL), failure(), *looks(reply(page(row("t9", "other")))))
    assert str(caught.value) == f"{failure().message} {MAY_EXIST}"


def test_a_job_that_was_not_accepted_and_is_not_in_the_list_is_created_once_more(walk, reply):
    listed = page(row("t9", "other"))
    steps, view = walk(
        transcribe(audio=URL), refused(), *looks(reply(listed)), reply(QUEUED), reply(COMPLETED)
    )
    looking = [step for pause in PAUSES for step in (Pause(pause), list_request())]
    assert steps == [POST, *looking, POST, Await("t1", 45, fresh=True)]
    assert view.status == "completed"


@pytest.mark.parametrize("failure", [lost, broken, refused])
def test_a_job_that_the_list_shows_late_is_found_and_not_created_twice(walk, reply, failure):
    late = [None, reply(page()), None, reply(page(row("t9", "other"))), None, reply(page(row()))]
    steps, view = walk(transcribe(audio=URL), failure(), *late, reply(QUEUED), reply(COMPLETED))
    assert [step.seconds for step in steps if isinstance(step, Pause)] == PAUSES[:3]
    assert steps.count(POST) == 1
    assert view.id == "t1"


@IN_DOUBT
def test_a_job_is_not_created_a_third_time(walk, reply, failure):
    with pytest.raises(AssemblyAIError) as caught:
        walk(transcribe(audio=URL), refused(), *looks(reply(page())), failure())
    assert caught.value.retryable is False
    assert str(caught.value) == f"{failure().message} {MAY_EXIST}"


def test_a_second_try_that_is_refused_says_why(walk, reply):
    with pytest.raises(BadRequestError) as caught:
        walk(transcribe(audio=URL), refused(), *looks(reply(page())), BadRequestError("No.", status=400))
    assert "billed" not in str(caught.value)


@pytest.mark.parametrize("answer", ["<html>", {"error": "no id"}])
def test_a_job_that_was_accepted_with_an_unreadable_reply_is_found_and_never_created_again(
    walk, reply, answer
):
    found = [None, reply(page(row())), reply(QUEUED), reply(COMPLETED)]
    _, view = walk(transcribe(audio=URL), reply(answer), *found)
    assert view.id == "t1"
    with pytest.raises(UnexpectedReplyError) as caught:
        walk(transcribe(audio=URL), reply(answer), *looks(reply(page())))
    assert str(caught.value).endswith(MAY_EXIST)


@pytest.mark.parametrize(
    "rows",
    [
        [row(status="completed")],
        [row(status="error")],
        [row("t1"), row("t2")],
    ],
    ids=["an earlier one", "a failed one", "two"],
)
def test_nothing_is_created_if_the_list_cannot_tell_whose_job_it_is(walk, reply, rows):
    with pytest.raises(ConnectionFailedError) as caught:
        walk(transcribe(audio=URL), lost(), *looks(reply(page(*rows))))
    assert str(caught.value) == (
        "No reply. Transcript t1 is about the same audio: look at it with get_transcript first, as a repeat may be "
        "billed again."
    )


@pytest.mark.parametrize("answer", [broken(), "<html>"])
def test_nothing_is_created_if_the_list_cannot_be_read(walk, reply, answer):
    given = answer if isinstance(answer, Exception) else reply(answer)
    with pytest.raises(ConnectionFailedError):
        walk(transcribe(audio=URL), lost(), *looks(given))


def test_a_running_job_with_other_options_is_not_ours(walk, reply):
    for asked, other in (({"speaker_labels": True}, False), ({}, True)):
        echo = {**QUEUED, "speaker_labels": other}
        with pytest.raises(ConnectionFailedError, match="Transcript t1 is about the same audio"):
            walk(transcribe(audio=URL, **asked), lost(), *looks(reply(page(row())), reply(echo)))


def test_a_job_in_the_list_is_named_even_if_it_cannot_be_read(walk, reply):
    with pytest.raises(ConnectionFailedError, match="Transcript t1 is about the same audio"):
        walk(transcribe(audio=URL), lost(), *looks(reply(page(row())), broken()))


def test_a_running_job_with_the_same_options_as_far_as_they_are_echoed_is_ours(walk, reply):
    same = {**QUEUED, "speaker_labels": True, "language_code": None}
    flow = transcribe(
        audio=URL,
        speaker_labels=True,
        language_code="es",
        webhook_url="https://x.test/hook",
        webhook_auth_header_name="X-Hook",
        webhook_auth_header_value="secret",
    )
    _, view = walk(flow, lost(), None, reply(page(row())), reply(same), reply(COMPLETED))
    assert view.id == "t1"


@pytest.mark.parametrize("status", ["queued", "completed", "error"])
def test_a_job_about_our_own_upload_is_ours_whatever_its_status(walk, reply, status):
    listed = page(row(url="https://cdn.test/u1", status=status))
    answers = [reply(UPLOAD), lost(), None, reply(listed), reply(COMPLETED)]
    _, view = walk(transcribe(audio="a.wav"), *answers)
    assert view.id == "t1"


def test_the_error_has_the_uploads_url_if_the_job_may_exist(walk, reply):
    with pytest.raises(ConnectionFailedError) as caught:
        walk(transcribe(audio="a.wav"), reply(UPLOAD), lost(), *looks(broken()))
    assert str(caught.value) == (
        f"No reply. {MAY_EXIST} "
        "The upload is kept: give audio=https://cdn.test/u1 if you transcribe it again."
    )


def test_the_list_is_read_back_as_far_as_the_job_can_be(walk, reply):
    busy = full("2026-11-24T12:00:00", "2026-11-24T11:59:00")
    older = full("2026-11-24T11:58:00", "2026-11-24T11:54:59")
    answers = [refused(), *looks(reply(busy), reply(older)), reply(QUEUED), reply(COMPLETED)]
    steps, _ = walk(transcribe(audio=URL), *answers)
    assert steps[2:4] == [list_request(), list_request(before_id="n199")]
    assert steps[-2] == POST


@pytest.mark.parametrize("created", [None, "yesterday", "2026-11-24T12:00:00Z"])
def test_a_list_without_an_end_or_times_decides_nothing(walk, reply, created):
    endless = full("2026-11-24T12:00:00", created)
    with pytest.raises(ConnectionFailedError):
        walk(transcribe(audio=URL), lost(), *looks(*[reply(endless)] * 3))
