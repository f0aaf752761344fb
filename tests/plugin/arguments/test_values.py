"""Values in another dress: enumerations in any case, lists as one text, numbers with commas."""

from typing import Literal, get_args, get_origin

import pytest
from tests.plugin.arguments.catalogue import ARGUMENTS, call_with, kind_of
from tests.samples import sample_call

from assemblyai_tools import (
    ask_question,
    get_subtitles,
    get_transcript,
    list_transcripts,
    search_words,
    transcribe,
)
from assemblyai_tools.arguments.values import _SAME_VALUE, unwrapped

pytestmark = pytest.mark.catalogue


def choices(field):
    """The values of an enumeration, or of a list of one; none for any other field."""
    kind = kind_of(field)
    if get_origin(kind) is list:
        kind = unwrapped(get_args(kind)[0])[0]
    return get_args(kind) if get_origin(kind) is Literal else ()


ENUMERATIONS = [
    (operation, name, value)
    for operation, name in ARGUMENTS
    for value in choices(operation.arguments.model_fields[name])
]


@pytest.mark.parametrize(
    ("operation", "name", "value"),
    ENUMERATIONS,
    ids=[f"{one[0].name}-{one[1]}-{one[2]}" for one in ENUMERATIONS],
)
def test_an_enumeration_is_read_in_any_case(operation, name, value):
    meant = operation.validated(call_with(operation, name, value))
    for text in (value.upper(), value.title(), f" {value}\n", [value.upper()]):
        assert operation.validated(call_with(operation, name, text)) == meant


@pytest.mark.parametrize(
    ("operation", "given", "meant"),
    [
        (get_subtitles, {"subtitle_format": "SRT"}, {"subtitle_format": "srt"}),
        (get_subtitles, {"subtitle_format": ".VTT"}, {"subtitle_format": "vtt"}),
        (get_subtitles, {"subtitle_format": "WebVTT"}, {"subtitle_format": "vtt"}),
        (get_subtitles, {"subtitle_format": "SubRip"}, {"subtitle_format": "srt"}),
        (list_transcripts, {"status": "Done"}, {"status": "completed"}),
        (list_transcripts, {"status": "in-progress"}, {"status": "processing"}),
        (list_transcripts, {"status": ["failed"]}, {"status": "error"}),
        (get_transcript, {"parts": "word; Key_Phrases"}, {"parts": ["words", "highlights"]}),
        (get_transcript, {"parts": ["topic", "speakers"]}, {"parts": ["topics", "utterances"]}),
        (list_transcripts, {"limit": "5.0"}, {"limit": 5}),
        (get_transcript, {"max_characters": "+8,000"}, {"max_characters": 8000}),
        (
            transcribe,
            {"redact_pii": "on", "redact_pii_policies": "Person Name, Phone-Number"},
            {"redact_pii": True, "redact_pii_policies": ["person_name", "phone_number"]},
        ),
    ],
)
def test_a_value_in_another_dress_is_the_same_value(operation, given, meant):
    call = sample_call(operation)
    assert operation.validated(call | given) == operation.validated(call | meant)


def test_every_other_word_stands_for_a_value_that_some_argument_takes():
    assert set(_SAME_VALUE.values()) <= {value for _, _, value in ENUMERATIONS}
    assert not set(_SAME_VALUE) & {value for _, _, value in ENUMERATIONS}


@pytest.mark.parametrize(
    ("text", "terms"),
    [
        ("costs", ["costs"]),
        ("costs, report", ["costs", "report"]),
        ("costs,report,", ["costs", "report"]),
        ("5,000", ["5,000"]),
        ("$1,234,567, 5,000 euros", ["$1,234,567", "5,000 euros"]),
        ("2024,2025", ["2024", "2025"]),
        ("rooms 4, 5", ["rooms 4", "5"]),
        ("Ada, Countess; Babbage", ["Ada, Countess", "Babbage"]),
        ("yes, it is\nno; never\n", ["yes, it is", "no; never"]),
        ("  a term  ", ["a term"]),
    ],
)
def test_one_text_with_separators_is_several_terms(text, terms):
    assert transcribe.validated({"audio": "a.mp3", "keyterms_prompt": text}).keyterms_prompt == terms


def test_a_term_in_a_list_is_never_divided():
    terms = ["Ada, Countess", "5,000"]
    assert transcribe.validated({"audio": "a.mp3", "keyterms_prompt": terms}).keyterms_prompt == terms


def test_a_question_is_never_divided():
    text = "Who, and when; and where?\nAnd why?"
    (question,) = ask_question.validated({"transcript_ids": ["t1"], "questions": text}).questions
    assert question.question == text


@pytest.mark.parametrize("file", ["out.vtt", "OUT.VTT"])
def test_the_files_name_chooses_the_format_of_captions(file):
    assert get_subtitles.validated({"transcript_id": "t1", "save_to": file}).form == "vtt"
    assert get_subtitles.validated({"transcript_id": "t1", "save_to": "out.srt"}).form == "srt"


def test_a_search_for_two_words_in_one_text_finds_both():
    assert search_words.validated({"transcript_id": "t1", "words": "costs, report"}).words == [
        "costs",
        "report",
    ]


def test_a_set_of_words_is_a_list_of_them():
    assert sorted(search_words.validated({"transcript_id": "t1", "words": {"b", "a"}}).words) == ["a", "b"]
