"""An error names the transcript that it is about, whichever operation fails, and however."""

from dataclasses import replace

import pytest
from tests.plugin.playing import Played, answer

from assemblyai_tools import ALL_OPERATIONS, transcribe
from assemblyai_tools.errors import AssemblyAIError, FileAccessError, UnexpectedReplyError
from assemblyai_tools.flow import Request
from assemblyai_tools.ledger_steps import RecordJob
from assemblyai_tools.transport.call import Answer
from assemblyai_tools.transport.engine import Engine
from assemblyai_tools.transport.retry import Lost

FAILURES = {
    **{
        f"HTTP {status}": answer(status, {"error": "No."})
        for status in (400, 401, 403, 404, 410, 429, 500, 503)
    },
    "a redirect": answer(302),
    "a timeout": Lost(sent=True, reason="timed out"),
    "no connection": Lost(sent=False, reason="refused"),
    "no JSON": answer(200, "<html>"),
    "another shape": answer(200, {"words": 7}),
    "a cut reply": answer(200, '{"id": "t1", "status": "comple'),
}
"""How a request may fail, by name."""

LASTING = {name: FAILURES[f"HTTP {name}"] for name in (400, 401, 403, 404, 410)}
"""Those that end a wait for a job that was created just now, by status."""

MORE_ARGUMENTS = {
    "search_words": {"words": ["a"]},
    "name_speakers": {"names": {"A": "Ann"}},
    "ask_question": {"questions": ["Why?"], "question": "Why?"},
    "run_task": {"prompt": "Sum it up."},
}
"""Arguments that an operation needs beside the transcript's id, by name of the operation."""

OPERATIONS = {
    one.name: one
    for one in ALL_OPERATIONS
    if {"transcript_id", "transcript_ids"} & set(one.arguments.model_fields)
}

OF_SEVERAL = {name: one for name, one in OPERATIONS.items() if "transcript_ids" in one.arguments.model_fields}


def arguments_of(operation):
    fields = operation.arguments.model_fields
    wanted = {"transcript_id": "t1", "transcript_ids": ["t1"]} | MORE_ARGUMENTS.get(operation.name, {})
    return {name: value for name, value in wanted.items() if name in fields}


def failure(settings, flow, outcome):
    played = Played(settings)
    with pytest.raises(AssemblyAIError) as caught:
        played.play(flow, *[outcome] * 40)
    return caught.value


@pytest.mark.parametrize("outcome", FAILURES.values(), ids=FAILURES)
@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_every_error_of_an_operation_has_the_id_that_the_caller_gave_and_does_not_repeat_it(
    settings, operation, outcome
):
    if operation.name == "get_subtitles" and outcome.__class__ is Answer and outcome.status == 200:
        return  # captions are plain text: any is as good as another
    error = failure(settings, operation(**arguments_of(operation)), outcome)
    assert error.transcript_id == "t1"
    assert "The transcript id is" not in str(error)


@pytest.mark.parametrize("operation", OF_SEVERAL.values(), ids=OF_SEVERAL)
def test_an_error_about_one_of_several_transcripts_names_it(settings, operation):
    arguments = {**arguments_of(operation), "transcript_ids": ["t1", "t2"]}
    error = failure(settings, operation(**arguments), answer(401, {"error": "No."}))
    assert error.transcript_id == "t1"
    assert str(error).endswith("The transcript id is t1.")


@pytest.mark.parametrize("operation", OPERATIONS.values(), ids=OPERATIONS)
def test_an_error_before_anything_is_sent_names_it_too(settings, operation):
    flow = operation(**arguments_of(operation))
    error = failure(replace(settings, api_key=None), flow, answer(500))
    assert error.transcript_id == "t1"


def test_a_failed_job_is_named(settings):
    ended = answer(200, {"id": "t1", "status": "error", "error": "No speech."})
    played = Played(settings)
    with pytest.raises(AssemblyAIError) as caught:
        played.play(
            transcribe(audio_url="https://a.test/a.mp3"), answer(200, {"id": "t1", "status": "queued"}), ended
        )
    assert caught.value.transcript_id == "t1"


@pytest.mark.parametrize("outcome", LASTING.values(), ids=LASTING)
def test_every_error_while_waiting_for_a_new_job_names_it(settings, outcome):
    created = answer(200, {"id": "t1", "status": "queued"})
    flow = transcribe(audio_url="https://a.test/a.mp3", wait_seconds=0)
    with pytest.raises(AssemblyAIError) as caught:
        Played(settings).play(flow, created, *[outcome] * 40)
    assert caught.value.transcript_id == "t1"
    assert "transcript_id=t1" in str(caught.value)


def test_a_job_is_named_if_the_reply_to_its_creation_is_odd(settings):
    def create():
        reply = yield Request("POST", "/v2/transcript", json={})
        raise reply.unexpected("status: 7")

    error = None
    with pytest.raises(UnexpectedReplyError) as caught:
        Played(settings).play(create(), answer(200, {"id": "t1", "status": 7}))
    error = caught.value
    assert error.transcript_id == "t1"


@pytest.mark.parametrize("body", ["", "[]", "7", '{"id": 7}', '{"id": "../.."}', "{}"])
def test_no_job_is_named_if_the_reply_names_none(settings, body):
    def create():
        reply = yield Request("POST", "/v2/transcript", json={})
        raise reply.unexpected("nothing")

    with pytest.raises(UnexpectedReplyError) as caught:
        Played(settings).play(create(), answer(200, body))
    assert caught.value.transcript_id is None


def test_a_job_is_named_if_the_ledger_cannot_record_it(settings, monkeypatch):
    def full(_engine, step):
        if isinstance(step, RecordJob):
            raise FileAccessError("The disk is full.")
        return known(_engine, step)

    known = Engine._known_at_once
    monkeypatch.setattr(Engine, "_known_at_once", full)
    created = answer(200, {"id": "t1", "status": "queued"})
    with pytest.raises(FileAccessError) as caught:
        Played(settings).play(transcribe(audio_url="https://a.test/a.mp3"), created)
    assert caught.value.transcript_id == "t1"
    assert str(caught.value) == "The disk is full. The transcript id is t1."


def test_a_job_that_may_be_the_lost_one_is_named(settings):
    row = {
        "id": "t9",
        "status": "completed",
        "audio_url": "https://a.test/a.mp3",
        "created": "2026-01-01T00:00:00",
    }
    page = answer(200, {"transcripts": [row], "page_details": {"limit": 200, "result_count": 1}})
    with pytest.raises(AssemblyAIError) as caught:
        Played(settings).play(
            transcribe(audio_url="https://a.test/a.mp3"), Lost(sent=True, reason="reset"), *[page] * 4
        )
    assert caught.value.transcript_id == "t9"
