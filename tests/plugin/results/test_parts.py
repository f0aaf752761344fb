import pytest
from tests.plugin.playing import transcript_of

from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments
from assemblyai_tools.results.parts import ASKED_WITH, part_lines
from assemblyai_tools.results.speech import Line


def part(name, **fields):
    return part_lines(name, transcript_of({"id": "t1", "status": "completed", **fields}))


def test_the_text_is_the_speech():
    assert part("text", text="Hello.") == [Line(text="Hello.")]


def test_utterances_are_whole_turns():
    turns = [
        {
            "speaker": "A",
            "text": "Hi\u202e. " + "word " * 300,
            "start": 0,
            "end": 900,
            "words": [{"text": "Hi"}],
        },
        {"text": None},
    ]
    assert part("utterances", utterances=turns) == [
        Line(text="Hi. " + "word " * 299 + "word", start=0, end=900, speaker="A"),
        Line(text=""),
    ]


def test_words_have_their_times_and_confidence():
    words = [
        {"text": "Hi", "start": 0, "end": 400, "confidence": 0.987, "speaker": "A"},
        {"text": "you", "start": 500, "end": 900},
        {"text": "there", "confidence": 0.5, "start": None},
        {"text": "all", "start": 1000, "end": None},
    ]
    assert part("words", words=words) == [
        Line(text="Hi (0-400 ms 0.99)", start=0, end=400, speaker="A"),
        Line(text="you (500-900 ms)", start=500, end=900),
        Line(text="there (0.50)"),
        Line(text="all", start=1000),
    ]


def test_entities_of_any_type_are_labelled_with_it():
    entities = [
        {"entity_type": "person_name", "text": "Ada\x07", "start": 0, "end": 400, "speaker": "A"},
        {"entity_type": "a_type_of_next_year", "text": "42"},
    ]
    assert part("entities", entities=entities) == [
        Line(text="person_name: Ada", start=0, end=400),
        Line(text="a_type_of_next_year: 42"),
    ]


def test_a_sentiment_may_lack_its_start_and_its_confidence():
    rows = [
        {
            "text": "Great.",
            "sentiment": "POSITIVE",
            "confidence": 0.91,
            "start": 0,
            "end": 9,
            "speaker": "A",
        },
        {"text": "Hm.", "sentiment": "NEUTRAL", "start": None, "end": 99},
    ]
    assert part("sentiment", sentiment_analysis_results=rows) == [
        Line(text="POSITIVE 0.91: Great.", start=0, end=9, speaker="A"),
        Line(text="NEUTRAL: Hm.", end=99),
    ]


def test_highlights_are_sorted_by_rank_and_those_without_one_come_last():
    results = [
        {"text": "no rank", "count": 1},
        {"text": "null", "count": None, "rank": None, "timestamps": [{"start": None, "end": 3}, {}]},
        {"text": "the budget", "count": 2, "rank": 0.08, "timestamps": [{"start": 7_000, "end": 7_500}]},
        {
            "text": "next week",
            "count": 12,
            "rank": 0.9,
            "timestamps": [{"start": n * 1000, "end": n * 1000 + 9} for n in range(12)],
        },
    ]
    assert [line.text for line in part("highlights", auto_highlights_result={"results": results})] == [
        "next week: 12 times, at 00:00, 00:01, 00:02, 00:03, 00:04, 00:05, 00:06, 00:07, 00:08, 00:09 and 2 more",
        "the budget: 2 times, at 00:07",
        "no rank: 1 time",
        "null: 0 times",
    ]


def test_topics_are_sorted_by_relevance_and_the_least_relevant_are_only_counted():
    summary = {"Late": None} | {f"Topic{n}": n / 100 for n in range(25)}
    texts = [line.text for line in part("topics", iab_categories_result={"summary": summary})]
    assert texts == [
        *[f"Topic{n}: 0.{n:02}" for n in range(24, 4, -1)],
        "(6 less relevant ones are not shown)",
    ]
    assert part("topics", iab_categories_result={"summary": {"A>B": 1, "C": None}}) == [
        Line(text="A>B: 1.00"),
        Line(text="C: 0.00"),
    ]


def test_unsafe_speech_has_its_labels_with_confidence_and_severity_if_known():
    results = [
        {
            "text": "They fought.",
            "labels": [
                {"label": "violence", "confidence": 0.8, "severity": 0.25},
                {"label": "crime", "confidence": None},
            ],
            "timestamp": {"start": 0, "end": 900},
        },
        {"text": "Hm.", "labels": [{"label": "drugs", "severity": 1}]},
    ]
    assert part("safety", content_safety_labels={"results": results}) == [
        Line(text="violence confidence 0.80 severity 0.25, crime: They fought.", start=0, end=900),
        Line(text="drugs severity 1.00: Hm."),
    ]


def test_chapters_and_the_summary_of_other_programs_are_shown():
    chapters = [
        {"headline": "A plan", "gist": "Plan", "summary": "They plan.", "start": 0, "end": 9},
        {"headline": None, "gist": "Plan", "summary": "They\nplan."},
    ]
    assert part("chapters", chapters=chapters) == [
        Line(text="A plan. They plan.", start=0, end=9),
        Line(text="Plan. They plan."),
    ]
    assert part("summary", summary="They \u202eplan.") == [Line(text="They plan.")]


def test_translations_are_labelled_with_their_languages():
    texts = {"de": "Guten\u2066 Tag.", "nl": None, "fr": ""}
    assert part("translations", translated_texts=texts) == [Line(text="de: Guten Tag.")]


EMPTY = [
    {},
    {
        "text": None,
        "utterances": None,
        "words": None,
        "entities": None,
        "sentiment_analysis_results": None,
        "auto_highlights_result": None,
        "iab_categories_result": None,
        "content_safety_labels": None,
        "chapters": None,
        "summary": None,
        "translated_texts": None,
    },
    {
        "text": "",
        "utterances": [],
        "words": [],
        "entities": [],
        "sentiment_analysis_results": [],
        "auto_highlights_result": {"status": "unavailable", "results": None},
        "iab_categories_result": {"status": "unavailable", "results": [], "summary": None},
        "content_safety_labels": {"status": "unavailable", "results": None, "summary": {}},
        "chapters": [],
        "summary": "",
        "translated_texts": {},
    },
    {"auto_highlights_result": {}, "iab_categories_result": {}, "content_safety_labels": {}},
]


@pytest.mark.parametrize("fields", EMPTY)
@pytest.mark.parametrize("name", ["text", "words", "chapters", "summary", *ASKED_WITH])
def test_a_part_that_was_not_requested_has_no_lines(name, fields):
    assert part(name, **fields) == []


def test_the_options_that_parts_need_are_options_of_transcribe():
    known = {*TranscribeArguments.model_fields, "or", "translation"}
    assert {word for options in ASKED_WITH.values() for word in options.split()} <= known
