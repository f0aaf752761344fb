"""The TypeScript client of the Tasks extension, in front of the server as people start it."""

import json
from pathlib import Path

import pytest

SCRIPT = Path(__file__).with_name("tasks.mjs")
AUDIO = Path(__file__).parents[1] / "audio/hello.flac"


@pytest.fixture(scope="module")
def seen(run, url):
    """What the client saw of a transcription, a deletion and a failed call."""
    code, output, errors = run("node", SCRIPT, url, AUDIO)
    assert code == 0, errors
    return json.loads(output)


def test_it_gets_a_recording_transcribed_as_a_task_that_a_second_session_takes_over(seen):
    transcribed = seen["transcribed"]
    assert (transcribed["kind"], transcribed["states"][-1]) == ("task", "completed")
    said = transcribed["result"]["structuredContent"]["parts"][0]["lines"][0]["text"]
    assert "weather" in said
    assert said in transcribed["result"]["content"][0]["text"]


def test_it_reads_the_progress(seen):
    [*working, _] = seen["transcribed"]["states"]
    transcript_id = seen["transcribed"]["result"]["structuredContent"]["id"]
    assert working
    assert all(state.endswith(f"transcript {transcript_id}") for state in working)


def test_the_person_is_asked_through_the_task_before_anything_is_deleted(seen):
    deleted = seen["deleted"]
    assert (deleted["kind"], deleted["result"]["structuredContent"]["deleted"]) == ("task", True)
    [question] = seen["questions"]
    assert question.startswith("Delete a transcript (transcript_id=")


def test_a_call_that_fails_at_once_is_no_task(seen):
    refused = seen["refused"]
    assert (refused["kind"], refused["result"]["isError"]) == ("immediate", True)


def test_it_sends_no_more_than_the_extension_has(seen):
    assert set(seen["sent"]) == {"tools/call", "tasks/get", "tasks/update"}
