import pytest

from assemblyai_tools.api.transcript import DELETED_URL, Transcript
from assemblyai_tools.api.transcripts import (
    await_transcript,
    create_transcript,
    delete_transcript,
    read_transcript,
    resource,
    transcript_request,
)
from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Await, Request

URL = "https://x.test/a.mp3"
QUEUED = {"id": "t1", "status": "queued"}


@pytest.mark.parametrize(
    ("part", "path"), [("", "/v2/transcript/t1"), ("/sentences", "/v2/transcript/t1/sentences")]
)
def test_a_path_names_a_transcript_or_a_part_of_it(part, path):
    assert resource("t1", part) == path


def test_only_an_id_becomes_part_of_a_path():
    with pytest.raises(InvalidArgumentsError):
        resource("../account")


def test_creating_a_transcript_sends_its_parameters_and_is_billed(walk, reply):
    parameters = {"audio_url": URL, "speaker_labels": True}
    steps, created = walk(create_transcript(parameters), reply(QUEUED))
    assert steps == [Request("POST", "/v2/transcript", json=parameters, billed=True)]
    assert (type(created), created.id, created.status) == (Transcript, "t1", "queued")


def test_reading_a_transcript_is_one_request(walk, reply):
    body = {"id": "t1", "status": "completed", "text": "Hi.", "words": [{"text": "Hi.", "start": 1}]}
    steps, found = walk(read_transcript("t1"), reply(body))
    assert steps == [Request("GET", "/v2/transcript/t1", timeout=30.0, retry_for=60.0)]
    assert (found.text, [word.start for word in found.words]) == ("Hi.", [1])


def test_the_request_that_reads_a_transcript_takes_its_own_times():
    request = transcript_request("t1", timeout=5.0, retry_for=7.0)
    assert request == Request("GET", "/v2/transcript/t1", timeout=5.0, retry_for=7.0)


@pytest.mark.parametrize(
    ("options", "step"),
    [
        ({}, Await("t1", 45)),
        ({"fresh": True}, Await("t1", 45, fresh=True)),
        ({"webhook": ("x-hook", "secret")}, Await("t1", 45, webhook=("x-hook", "secret"))),
    ],
)
def test_waiting_for_a_transcript_is_one_step_and_returns_it_as_last_seen(walk, reply, options, step):
    steps, seen = walk(await_transcript("t1", 45, **options), reply(QUEUED))
    assert (steps, seen.id, seen.status) == ([step], "t1", "queued")


def test_deleting_a_transcript_returns_what_is_left_of_it(walk, reply):
    body = {"id": "t1", "status": "completed", "audio_url": DELETED_URL, "text": "Deleted by user."}
    steps, left = walk(delete_transcript("t1"), reply(body))
    assert steps == [Request("DELETE", "/v2/transcript/t1")]
    assert left.deleted


@pytest.mark.parametrize(
    "flow",
    [
        lambda: create_transcript({"audio_url": URL}),
        lambda: read_transcript("t1"),
        lambda: delete_transcript("t1"),
    ],
    ids=["create", "read", "delete"],
)
@pytest.mark.parametrize(
    "body", ["<html>", "", [], {"id": "t1"}, {"status": "queued"}, {"id": 7, "status": "queued"}]
)
def test_a_reply_that_is_no_transcript_is_unexpected(walk, reply, flow, body):
    with pytest.raises(UnexpectedReplyError):
        walk(flow(), reply(body))
