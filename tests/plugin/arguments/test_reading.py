"""Null, text and lone values are read as they were meant, through every door and for every argument."""

import json
from typing import Any, get_origin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel, ValidationError
from tests.plugin.arguments.catalogue import ARGUMENTS, IDS, call_with, kind_of, value_of
from tests.samples import sample_call

from assemblyai_tools import (
    ALL_OPERATIONS,
    Arguments,
    InvalidArgumentsError,
    get_transcript,
    list_transcripts,
    search_words,
    summarize,
    transcribe,
)

pytestmark = pytest.mark.catalogue

URL = "https://x.test/a.mp3"
ABSENT = [None, "", "  ", [], {}, "null", "None", "[]", "{}"]
every_operation = pytest.mark.parametrize(
    "operation", ALL_OPERATIONS, ids=[operation.name for operation in ALL_OPERATIONS]
)
every_argument = pytest.mark.parametrize(("operation", "name"), ARGUMENTS, ids=IDS)
each_list_or_object = pytest.mark.parametrize(
    ("operation", "name"),
    [
        pytest.param(operation, name, id=f"{operation.name}-{name}")
        for operation, name in ARGUMENTS
        if get_origin(kind := kind_of(operation.arguments.model_fields[name])) is list
        or (isinstance(kind, type) and issubclass(kind, BaseModel))
    ],
)


def optional(operation, call):
    """The arguments that a call may leave out; of transcript_ids and input_text, one is there."""
    fields = operation.arguments.model_fields
    return [name for name in fields if not fields[name].is_required() and name not in call]


@every_operation
@pytest.mark.parametrize("absent", [None, ""], ids=["null", "empty"])
async def test_a_call_that_gives_nothing_for_each_optional_argument_is_the_call_without_them(
    received, operation, absent
):
    call = sample_call(operation)
    left_out = dict.fromkeys(optional(operation, call), absent)
    assert await received(operation, {**left_out, **call}) == operation.validated(call)


@pytest.mark.parametrize("absent", ABSENT, ids=repr)
@every_argument
def test_each_optional_argument_may_be_nothing_in_any_form(operation, name, absent):
    call = sample_call(operation)
    if name in optional(operation, call):
        assert operation.validated(call | {name: absent}) == operation.validated(call)


@pytest.mark.parametrize("absent", [None, "", []], ids=repr)
@every_operation
def test_a_required_argument_that_is_nothing_is_said_to_be_required(operation, absent):
    for name in operation.input_schema.get("required", ()):
        with pytest.raises(InvalidArgumentsError, match=f"the argument '{name}' is required"):
            operation.start(sample_call(operation) | {name: absent})


class Inside(Arguments):
    label: str
    depth: int | None = None


class Outer(Arguments):
    inside: Inside | None = None
    listed: list[Inside] | None = None


def test_an_object_that_holds_only_nulls_is_absent_as_a_whole():
    nothing = {"label": None, "depth": ""}
    for call in ({"inside": nothing}, {"listed": [nothing]}, {"inside": "{}", "listed": "[null]"}):
        assert Outer.model_validate(call) == Outer()


def test_a_null_inside_an_object_leaves_the_rest_of_it():
    call = {"inside": '{"label": "a", "depth": null}', "listed": {"label": "b", "depth": "null"}}
    assert Outer.model_validate(call) == Outer(inside=Inside(label="a"), listed=[Inside(label="b")])


@each_list_or_object
async def test_a_list_or_an_object_that_came_as_text_is_read(received, operation, name):
    value = value_of(name, operation.arguments.model_fields[name])
    meant = operation.validated(call_with(operation, name))
    for text in (
        json.dumps(value),
        f" {json.dumps(value, indent=1)}\n",
        repr(value),
        json.dumps(repr(value)),
    ):
        assert await received(operation, call_with(operation, name, text)) == meant, text


@each_list_or_object
def test_a_lone_value_is_a_list_of_one(operation, name):
    value = value_of(name, operation.arguments.model_fields[name])
    if isinstance(value, list):
        meant = operation.validated(call_with(operation, name, value[:1]))
        assert operation.validated(call_with(operation, name, value[0])) == meant
        assert operation.validated(call_with(operation, name, tuple(value[:1]))) == meant


@every_argument
def test_a_list_of_one_is_a_lone_value_where_no_list_is_due(operation, name):
    field = operation.arguments.model_fields[name]
    if get_origin(kind_of(field)) is not list:
        meant = operation.validated(call_with(operation, name))
        assert operation.validated(call_with(operation, name, [value_of(name, field)])) == meant


@pytest.mark.parametrize(
    ("operation", "given", "meant"),
    [
        (search_words, {"words": '["costs","report"]'}, {"words": ["costs", "report"]}),
        (search_words, {"words": "costs"}, {"words": ["costs"]}),
        (search_words, {"words": "costs, report"}, {"words": ["costs", "report"]}),
        (search_words, {"words": "none"}, {"words": ["none"]}),
        (search_words, {"words": [2026, "null", None, ""]}, {"words": ["2026", "null"]}),
        (summarize, {"transcript_ids": "t1"}, {"transcript_ids": ["t1"]}),
        (summarize, {"transcript_ids": "t1, t2 t3"}, {"transcript_ids": ["t1", "t2", "t3"]}),
        (get_transcript, {"parts": "words"}, {"parts": ["words"]}),
        (get_transcript, {"parts": "words, text"}, {"parts": ["words", "text"]}),
        (get_transcript, {"max_characters": " 8,000 "}, {"max_characters": 8000}),
        (transcribe, {"speaker_labels": " True "}, {"speaker_labels": True}),
        (
            transcribe,
            {"speaker_labels": "yes", "speaker_options": '{"min_speakers_expected":1}'},
            {"speaker_labels": True, "speaker_options": {"min_speakers_expected": 1}},
        ),
        (transcribe, {"wait_seconds": None}, {}),
        (transcribe, {"domain": "null", "prompt": "None"}, {}),
        (list_transcripts, {"before_id": "null"}, {}),
    ],
)
def test_what_models_send_is_read_as_it_was_meant(operation, given, meant):
    call = sample_call(operation)
    assert operation.validated(call | given) == operation.validated(call | meant)


@pytest.mark.parametrize(
    "value", ["[", "{'a'", "{1}", '"', "[1", "[{]}", "(1,)", '["a"', f"[{'9' * 5000}", "[" * 9000]
)
def test_a_text_that_only_looks_like_a_list_is_a_term(value):
    with pytest.raises(InvalidArgumentsError, match=r"called: (keyterms_prompt|custom_spelling)\b"):
        transcribe.start(
            {"audio": URL, "keyterms_prompt": f"{value} a b c d e f g", "custom_spelling": value}
        )


def test_what_is_no_mapping_is_no_call():
    for kind in {operation.arguments for operation in ALL_OPERATIONS}:
        with pytest.raises(ValidationError):
            kind.model_validate("audio_start_from")


def test_a_value_of_several_types_is_left_as_it_is():
    class Loose(Arguments):
        either: list[int] | str
        anything: Any = None

    for value in ([5], "[5]", "5"):
        assert Loose(either=value, anything=[value]) == Loose.model_construct(either=value, anything=[value])


def test_a_very_long_text_is_not_read_as_a_python_literal():
    short, long = (f"['x', '{'y' * length}']" for length in (10, 100_000))
    assert transcribe.validated({"audio": URL, "keyterms_prompt": short}).keyterms_prompt == ["x", "y" * 10]
    assert len(transcribe.validated({"audio": URL, "keyterms_prompt": long}).keyterms_prompt[0]) < len(long)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
LIKELY = st.sampled_from(
    ["1:05", "5,000", "[1, 2", '{"a": 1}', "None", "SRT", "text", "0.5 h", "en-US", "x/y", True, 1e400]
)


@settings(derandomize=True, deadline=None, max_examples=300, suppress_health_check=[HealthCheck.too_slow])
@given(data=st.data(), operation=st.sampled_from(ALL_OPERATIONS))
@pytest.mark.no_cover
def test_whatever_is_given_is_read_or_refused_in_a_short_sentence(data, operation):
    names = st.sampled_from(
        [*operation.arguments.model_fields, "timeout", "file", "id", "auto_chapters", "zzz"]
    )
    call = data.draw(st.dictionaries(names, JSON | LIKELY, max_size=4))
    error = None
    try:
        read = operation.validated(sample_call(operation) | call)
    except InvalidArgumentsError as refused:
        error = str(refused)
    if error:
        assert error.startswith(f"{operation.name} was not called: ")
        assert len(error) < 1_500
    else:
        again = read.model_dump(exclude_unset=True, by_alias=True)
        assert operation.validated(again) == read, "what was read is read again as the same"
