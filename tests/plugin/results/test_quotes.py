from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.playing import transcript_of

from assemblyai_tools.api.transcript import Transcript, Word
from assemblyai_tools.results.folding import terms
from assemblyai_tools.results.quotes import (
    FoundQuote,
    SpeechIndex,
    index_text,
    index_transcript,
    index_words,
)

moderately = settings(derandomize=True, deadline=None, max_examples=200)


def spoken(text, speaker=None):
    """An index of words of 200 ms, each 250 ms after the one before."""
    return index_words(
        Word(text=word, start=250 * place, end=250 * place + 200, speaker=speaker)
        for place, word in enumerate(text.split())
    )


def turn(speaker, text, start):
    """A turn of words, one a second, from `start` seconds on."""
    return [
        Word(text=word, start=1_000 * at, end=1_000 * at + 900, speaker=speaker)
        for at, word in enumerate(text.split(), start)
    ]


@pytest.mark.parametrize(
    ("quote", "text", "start", "end"),
    [
        ("we launch", "We launch", 250, 700),
        ("LAUNCH, on   wednesday!", "launch on Wednesday,", 500, 1_200),
        ("Wednesday; that's\nfinal", "Wednesday, that\u2019s final.", 1_000, 1_700),
        ("so we launch on Wednesday thats final", "So We launch on Wednesday, that\u2019s final.", 0, 1_700),
    ],
)
def test_a_quote_is_found_across_words_and_shown_in_the_transcripts_own_words(quote, text, start, end):
    said = spoken("So We launch on Wednesday, that\u2019s final.", "A")
    assert said.find(quote) == FoundQuote(text, start, end, "A", verbatim=True)


@pytest.mark.parametrize(
    "quote", ["on Monday", "Wednesday launch", "aunch on", "", "?!", "final. So", "launch on 3.5"]
)
def test_what_was_not_said_is_not_found(quote):
    assert spoken("So we launch on Wednesday, that is final. 35").find(quote) is None


def test_the_first_of_several_places_is_returned_with_their_number():
    assert spoken("yes no yes, no. Yes!").find("yes") == FoundQuote(
        "yes", 0, 200, None, verbatim=True, times=3
    )


@pytest.mark.parametrize(
    ("quote", "text"),
    [
        ("I will send the report on Friday", "I will send the final report on Friday"),
        ("I shall send the final report on Friday", "I will send the final report on Friday"),
        ("and I will send the final report", "I will send the final report"),
        (
            "I will send the final report ... the whole team",
            "I will send the final report on Friday to the whole team",
        ),
        ("I will send ... to the whole team", None),
        ("I will not come on Monday", None),
        ("the report", None),
        ("report will Friday the", None),
    ],
)
def test_a_quote_with_slips_is_marked_and_shown_as_it_was_said(quote, text):
    found = spoken("Well I will send the final report on Friday to the whole team").find(quote)
    assert (found.text if found else None) == text
    assert found is None or not found.verbatim


def test_the_more_similar_of_two_similar_places_is_taken():
    said = spoken("We go by train to Rome today. We went by train to Rome today.")
    assert said.find("they went by train to Rome today").start == 250 * 8


def test_a_very_long_quote_must_be_exact():
    words = [f"word{n}" for n in range(150)]
    said = spoken(" ".join(words))
    assert said.find(" ".join(words)).verbatim
    assert said.find(" ".join([*words[:70], "slip", *words[71:]])) is None


FACTS = (
    "We will not pay $5 for 1,000 of them in C++ before Friday",
    "Das ist nicht der letzte Preis, den wir heute nennen",
    "Eso no es el precio que vamos a pagar hoy",
    "Ce ne sont pas les prix que nous allons payer",
    "Nobody said that we have to pay for all of it",
)


@pytest.mark.parametrize(
    ("fact", "quote"),
    [
        (0, "We will pay $5 for 1,000 of them in C++ before Friday"),
        (0, "We will not pay 5% for 1,000 of them in C++ before Friday"),
        (0, "We will not pay $5 for 10,000 of them in C++ before Friday"),
        (0, "We will not pay $5 for 1,000 of them in C before Friday"),
        (0, "We will not pay $5 for 1,000 of them in C++ 2 before Friday"),
        (0, "We will not pay $5 for 1,000 of them never in C++ before Friday"),
        (0, "We will not pay for 1,000 of them in C++ before Friday"),
        (0, "We don't pay $5 for 1,000 of them in C++ before Friday"),
        (1, "Das ist der letzte Preis, den wir heute nennen"),
        (1, "Das ist nicht kein der letzte Preis, den wir heute nennen"),
        (2, "Eso es el precio que vamos a pagar hoy"),
        (3, "Ce sont les prix que nous allons tous payer"),
        (4, "Somebody said that we have to pay for all of it"),
        (4, "They never said that we have to pay for all of it"),
    ],
)
def test_a_different_number_or_negation_is_not_a_slip(fact, quote):
    assert spoken(FACTS[fact]).find(quote) is None


@pytest.mark.parametrize(
    "quote",
    [
        "We will not pay $5 for 1000 of them in C++ before this Friday",
        "We shall not pay $5 for 1,000 of them in C++ before Friday",
    ],
)
def test_a_slip_that_keeps_the_numbers_and_negations_is_one(quote):
    found = spoken(FACTS[0]).find(quote)
    assert (found.text, found.verbatim) == (FACTS[0], False)


def test_a_negation_in_the_turn_before_does_not_count():
    said = SpeechIndex([turn("A", "Never.", 0), turn("B", "I will send the final report", 1)])
    assert said.find("and I will send the final report").text == "I will send the final report"


def test_the_words_of_two_speakers_are_not_verbatim():
    said = SpeechIndex([turn("A", "We do not", 20), turn("B", "agree.", 3_600)])
    assert said.find("we do not agree") == FoundQuote(
        "We do not agree.", 20_000, 3_600_900, "A, B", verbatim=False
    )
    assert said.find("not agree") is None
    assert said.find("do not").verbatim


@pytest.mark.parametrize("second", [turn("B", "agree.", 5), [Word(text="agree.", speaker="B")]])
def test_words_of_two_turns_that_may_not_follow_each_other_are_not_found(second):
    assert SpeechIndex([turn("A", "We do not", 20), second]).find("we do not agree") is None


@pytest.mark.parametrize(
    ("speakers", "verbatim"), [("AAAA", True), ("AABB", False), ("ABAB", False), ((None,) * 4, True)]
)
def test_without_turns_one_speakers_words_in_a_row_are_a_turn(speakers, verbatim):
    words = [
        Word(text=text, start=at, end=at + 1, speaker=speaker)
        for at, (text, speaker) in enumerate(zip(["so", "it", "shall", "be"], speakers, strict=True))
    ]
    found = index_words(words).find("so it shall be")
    assert found.verbatim is verbatim
    assert found.speaker == (", ".join(dict.fromkeys(speakers)) if speakers[0] else None)


def test_overlapping_turns_are_searched_one_after_the_other():
    """The words of a multichannel transcript are sorted by time, so those of two turns may be interleaved."""
    mine = [Word(text="we", start=0, end=9), Word(text="launch", start=20, end=29)]
    yours = [Word(text="hold", start=10, end=19, speaker="2"), Word(text="on", start=30, end=39, speaker="2")]
    transcript = Transcript(
        id="t",
        status="completed",
        words=[mine[0], yours[0], mine[1], yours[1]],
        utterances=[
            {"speaker": "1", "words": [asdict(word) for word in mine]},
            {"speaker": "2", "words": [asdict(word) for word in yours]},
        ],
    )
    assert index_transcript(transcript).find("we launch") == FoundQuote(
        "we launch", 0, 29, "1", verbatim=True
    )
    assert index_transcript(transcript).find("hold on").speaker == "2"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (
            {"words": [{"text": "Good", "start": 1, "end": 2}, {"text": "day.", "start": 3, "end": 4}]},
            FoundQuote("Good day.", 1, 4, None, verbatim=True),
        ),
        (
            {
                "utterances": [{"speaker": "A", "text": "Good day."}],
                "words": [{"text": "Good"}, {"text": "day"}],
            },
            FoundQuote("Good day", None, None, None, verbatim=True),
        ),
        ({"text": "Good day."}, FoundQuote("Good day.", None, None, None, verbatim=True)),
        ({}, None),
    ],
)
def test_a_transcripts_turns_are_searched_else_its_words_else_its_text(body, expected):
    transcript = transcript_of({"id": "t", "status": "completed", **body})
    assert index_transcript(transcript).find("good day") == expected


def test_bare_text_has_no_times():
    assert index_text("So be it.").find("be it") == FoundQuote("be it.", None, None, None, verbatim=True)


WORD = st.sampled_from(["one", "two", "Three", "four,", "5", "3.5", "5%", "don't", "stop."])
TURNS = st.lists(st.lists(WORD, min_size=1, max_size=6), max_size=4)


@st.composite
def talks(draw, texts):
    """Turns of two speakers, each in order of time, but the turns may overlap."""
    turns = []
    for number, said in enumerate(draw(texts)):
        start = draw(st.integers(0, 20))
        turns.append(
            [
                Word(text=text, start=10 * at, end=10 * at + 9, speaker="AB"[number % 2])
                for at, text in enumerate(said, start)
            ]
        )
    return turns


@pytest.mark.no_cover  # as in test_properties.py
@moderately
@given(talks(TURNS), st.lists(WORD, min_size=1, max_size=5))
def test_a_quote_is_verbatim_if_and_only_if_one_turn_has_its_words_one_after_the_other(turns, quoted):
    wanted = [term for word in quoted for term in terms(word)]
    said = [[term for word in turn for term in terms(word.text)] for turn in turns]
    contiguous = any(have[at : at + len(wanted)] == wanted for have in said for at in range(len(have)))
    found = SpeechIndex(turns).find(" ".join(quoted).upper())
    assert bool(found and found.verbatim) is contiguous
    assert found is None or found.start <= found.end


@pytest.mark.no_cover  # as in test_properties.py
@moderately
@given(
    talks(st.lists(st.lists(st.text(max_size=12), min_size=1, max_size=8), min_size=1, max_size=4)), st.data()
)
def test_any_stretch_of_any_turn_is_found_where_it_was_said(turns, data):
    words = data.draw(st.sampled_from(turns))
    first = data.draw(st.integers(0, len(words) - 1))
    stretch = words[first : data.draw(st.integers(first, len(words) - 1)) + 1]
    quote = " ".join(word.text for word in stretch)
    found = SpeechIndex(turns).find(quote)
    assert found is None or found.start <= found.end
    said = [term for word in stretch for term in terms(word.text)]
    if said and terms(quote) == said:
        assert found is not None
        assert found.verbatim
        assert found.times > 1 or stretch[0].start <= found.start <= found.end <= stretch[-1].end
