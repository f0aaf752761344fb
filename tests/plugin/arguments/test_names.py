"""Other names of arguments are taken where they mean one thing; replaced ones say which tool to call."""

import re

import pytest
from pydantic import ValidationError
from tests.plugin.arguments.catalogue import ARGUMENTS, IDS, call_with, value_of
from tests.samples import sample_call

from assemblyai_tools import (
    ALL_OPERATIONS,
    Arguments,
    InvalidArgumentsError,
    ask_question,
    create_streaming_token,
    get_subtitles,
    get_transcript,
    run_task,
    search_words,
    summarize,
    transcribe,
    upload_file,
)
from assemblyai_tools.arguments.names import _OTHERS, _REPLACED, _SIMILAR, names_for
from assemblyai_tools.arguments.problems import problems_of
from assemblyai_tools.schema import arguments_schema

pytestmark = pytest.mark.catalogue

URL = "https://x.test/a.mp3"


class Further(Arguments):
    deeper: int | None = None


class Inside(Arguments):
    depth: int | None = None
    further: Further | None = None


def explain(operation, **given):
    with pytest.raises(InvalidArgumentsError) as caught:
        operation.start(given)
    return (
        str(caught.value)
        .removeprefix(f"{operation.name} was not called: ")
        .removesuffix(". Correct the arguments and call again.")
    )


@pytest.mark.parametrize(
    ("operation", "given", "meant"),
    [
        *[
            (transcribe, {name: URL}, {"audio": URL})
            for name in ("file", "path", "url", "audio_url", "audioUrl")
        ],
        (transcribe, {"audio": URL, "diarization": True}, {"audio": URL, "speaker_labels": True}),
        (transcribe, {"audio": URL, "diarize": "true"}, {"audio": URL, "speaker_labels": True}),
        (transcribe, {"audio": URL, "word_boost": "a, b"}, {"audio": URL, "keyterms_prompt": ["a", "b"]}),
        (transcribe, {"audio": URL, "language": "English"}, {"audio": URL, "language_code": "en"}),
        (transcribe, {"audio": URL, "start_ms": 5000}, {"audio": URL, "audio_start_from": 5000}),
        (upload_file, {"file": "a.mp3"}, {"path": "a.mp3"}),
        (get_subtitles, {"id": "t1", "format": "vtt"}, {"transcript_id": "t1", "subtitle_format": "vtt"}),
        (search_words, {"transcript_id": "t1", "query": "a"}, {"transcript_id": "t1", "words": ["a"]}),
        (summarize, {"transcript_id": "t1"}, {"transcript_ids": ["t1"]}),
        (
            summarize,
            {"ids": ["t1"], "format": "one line"},
            {"transcript_ids": ["t1"], "answer_format": "one line"},
        ),
        (ask_question, {"ids": "t1", "question": "Who?"}, {"transcript_ids": ["t1"], "questions": ["Who?"]}),
        (create_streaming_token, {"expires_in": 90}, {"expires_in_seconds": 90}),
        (
            get_transcript,
            {"transcriptId": "t1", "Wait-Seconds": 3},
            {"transcript_id": "t1", "wait_seconds": 3},
        ),
    ],
)
async def test_the_usual_other_names_are_taken(received, operation, given, meant):
    assert await received(operation, given) == operation.validated(meant)


@pytest.mark.parametrize(("operation", "name"), ARGUMENTS, ids=IDS)
def test_every_argument_may_be_written_in_camel_case_or_with_hyphens(operation, name):
    meant = operation.validated(call_with(operation, name))
    call = {other: value for other, value in call_with(operation, name).items() if other != name}
    value = value_of(name, operation.arguments.model_fields[name])
    camel = re.sub("_([a-z])", lambda found: found[1].upper(), name)
    for spelled in (camel, camel[0].upper() + camel[1:], name.replace("_", "-"), name.upper()):
        if name != "input_text" or "transcript_ids" not in call:
            assert operation.validated(call | {spelled: value}) == meant, spelled


@pytest.mark.parametrize("operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS])
def test_no_other_name_means_two_arguments_of_one_operation(operation):
    fields = operation.arguments.model_fields
    others = {other for names in _OTHERS.values() for other in names.split()}
    meant = {other: {name for name in names_for(other) if name in fields} for other in others}
    assert {other: names for other, names in meant.items() if other not in fields and len(names) > 1} == {}


def test_what_is_only_suggested_is_not_also_taken():
    for name, others in _SIMILAR.items():
        assert not set(others.split()) & set(_OTHERS.get(name, "").split()), name


def test_an_argument_may_be_null_beside_its_other_name():
    """As in strict mode, where every argument is given."""
    assert transcribe.validated({"audio": None, "file": URL}).audio == URL
    assert transcribe.validated({"file": None, "url": URL, "path": ""}).audio == URL


def test_two_names_with_one_value_are_one_argument():
    assert transcribe.validated({"audio": URL, "url": URL, "file": [URL]}).audio == URL
    given = {"transcript_ids": ["t1"], "transcript_id": "t1", "questions": "Who?"}
    assert ask_question.validated(given).transcript_ids == ["t1"]


@pytest.mark.parametrize("given", [{"audio": URL, "file": "b.mp3"}, {"url": URL, "file": "b.mp3"}])
def test_two_names_with_two_values_are_refused(given):
    assert explain(transcribe, **given) == "'file' is another name of 'audio': give only one of them"


def test_an_unknown_argument_that_is_nothing_is_ignored():
    given = {"audio": URL, "zzz": None, "start_time": "", "auto_chapters": []}
    assert transcribe.validated(given) == transcribe.validated({"audio": URL})


@pytest.mark.parametrize(
    ("operation", "name", "argument"),
    [
        (transcribe, "start_time", "audio_start_from"),
        (transcribe, "end", "audio_end_at"),
        (get_transcript, "offset", "start_at_ms"),
        (transcribe, "speakers", "speakers_expected"),
        (transcribe, "wait", "wait_seconds"),
        (summarize, "transcript", "transcript_ids"),
        (run_task, "instructions", "prompt"),
    ],
)
def test_a_name_whose_unit_or_sense_may_be_another_is_suggested_and_not_taken(operation, name, argument):
    told = explain(operation, **sample_call(operation), **{name: 2})
    assert told == f"there is no argument '{name}' (did you mean '{argument}'?)"


def test_an_argument_that_stands_inside_another_is_shown_there():
    class Outer(Arguments):
        inside: Inside | None = None
        label: str | None = None

    with pytest.raises(ValidationError) as caught:
        Outer.model_validate({"depth": 2, "deeper": 1})
    assert problems_of(caught.value, arguments_schema(Outer)) == (
        "there is no argument 'depth' (did you mean 'inside.depth'?); "
        "there is no argument 'deeper' (did you mean 'inside.further.deeper'?)"
    )


@pytest.mark.parametrize("name", ["auto_chapters", "autoChapters", "summarization", "summary_type"])
def test_a_replaced_argument_names_the_tool_to_call(name):
    assert re.match(
        f"{name} was replaced: call summarize", explain(transcribe, audio=URL, **{name: "bullets"})
    )


@pytest.mark.parametrize("off", [False, 0, "false", "No", "off", "none", None, ""])
def test_a_replaced_argument_that_is_off_is_ignored(off):
    given = {"audio": URL} | dict.fromkeys(_REPLACED, off)
    assert transcribe.validated(given) == transcribe.validated({"audio": URL})
