from dataclasses import asdict

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblyai_tools.replies import Transcript, Word
from assemblyai_tools.verbatim import Passage, Spoken, spoken_in, spoken_text, terms

moderately = settings(derandomize=True, deadline=None, max_examples=200)


def spoken(text, speaker=None):
    """Words of 200 ms, each 250 ms after the one before."""
    return Spoken(
        Word(text=word, start=250 * place, end=250 * place + 200, speaker=speaker)
        for place, word in enumerate(text.split())
    )


@pytest.mark.parametrize(
    ("text", "compared"),
    [
        ("We'll meet \u2018today\u2019, O\u2019Brien!", ["well", "meet", "today", "obrien"]),
        ("A well-known caf\u00e9", ["a", "well", "known", "caf\u00e9"]),
        ("CAFE\u0301 STRASSE stra\u00dfe", ["caf\u00e9", "strasse", "strasse"]),
        ("3.5 of 10:30, 1,000 or 24/7.", ["3.5", "of", "10:30", "1,000", "or", "24/7"]),
        ("5. 6", ["5", "6"]),
        ("q3 mp3 3pm", ["q3", "mp3", "3pm"]),
        ("\u6211\u4eec\u660e\u5929\u89c1", ["\u6211", "\u4eec", "\u660e", "\u5929", "\u89c1"]),
        ("A\u660eB", ["a", "\u660e", "b"]),
        ("\u0e01\u0e34\u0e19", ["\u0e01\u0e34", "\u0e19"]),
        ("\u0915\u0940 \u0915\u093e", ["\u0915\u0940", "\u0915\u093e"]),
        ("\u0301 ... #### \u2014", []),
        ("", []),
    ],
)
def test_case_punctuation_and_apostrophes_do_not_count_but_numerals_and_vowel_signs_do(text, compared):
    assert terms(text) == compared


@pytest.mark.parametrize(
    ("quote", "text", "start", "end"),
    [
        ("we launch", "We launch", 250, 700),
        ("LAUNCH, on   wednesday!", "launch on Wednesday,", 500, 1_200),
        ("Wednesday; that's\nfinal", "Wednesday, that\u2019s final.", 1_000, 1_700),
        ("so we launch on Wednesday thats final", "So We launch on Wednesday, that\u2019s final.", 0, 1_700),
    ],
)
def test_a_quote_is_found_across_words_and_shown_in_the_transcripts_own(quote, text, start, end):
    said = spoken("So We launch on Wednesday, that\u2019s final.", "A")
    assert said.find(quote) == Passage(text, start, end, "A", verbatim=True)


@pytest.mark.parametrize(
    "quote", ["on Monday", "Wednesday launch", "aunch on", "", "?!", "final. So", "launch on 3.5"]
)
def test_what_was_not_said_is_not_found(quote):
    assert spoken("So we launch on Wednesday, that is final. 35").find(quote) is None


def test_the_first_of_several_places_is_given_with_their_number():
    assert spoken("yes no yes, no. Yes!").find("yes") == Passage("yes", 0, 200, None, verbatim=True, times=3)


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
def test_a_quote_with_slips_is_marked_and_shown_as_it_was_really_said(quote, text):
    passage = spoken("Well I will send the final report on Friday to the whole team").find(quote)
    assert (passage.text if passage else None) == text
    assert passage is None or not passage.verbatim


def test_the_nearest_of_two_near_places_is_taken():
    said = spoken("We go by train to Rome today. We went by train to Rome today.")
    assert said.find("they went by train to Rome today").start == 250 * 8


def test_a_quote_of_too_many_words_has_to_be_exact():
    words = [f"word{n}" for n in range(150)]
    said = spoken(" ".join(words))
    assert said.find(" ".join(words)).verbatim
    assert said.find(" ".join([*words[:70], "slip", *words[71:]])) is None


def test_speakers_of_a_quote_are_all_named():
    words = [Word(text="Yes.", speaker="A"), Word(text="No.", speaker="B"), Word(text="Yes.", speaker="A")]
    assert Spoken(words).find("yes no yes").speaker == "A, B"


def test_turns_are_read_one_after_the_other_even_where_they_overlap():
    """The words of a transcript with channels are in order of time, so two turns may be interleaved there."""
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
    assert spoken_in(transcript).find("we launch") == Passage("we launch", 0, 29, "1", verbatim=True)
    assert spoken_in(transcript).find("hold on").speaker == "2"


@pytest.mark.parametrize(
    ("transcript", "passage"),
    [
        (
            {"words": [{"text": "Good", "start": 1, "end": 2}, {"text": "day.", "start": 3, "end": 4}]},
            Passage("Good day.", 1, 4, None, verbatim=True),
        ),
        (
            {
                "utterances": [{"speaker": "A", "text": "Good day."}],
                "words": [{"text": "Good"}, {"text": "day"}],
            },
            Passage("Good day", None, None, None, verbatim=True),
        ),
        ({"text": "Good day."}, Passage("Good day.", None, None, None, verbatim=True)),
        ({}, None),
    ],
)
def test_a_transcript_is_searched_by_the_best_it_has(transcript, passage):
    found = Transcript.model_validate({"id": "t", "status": "completed", **transcript})
    assert spoken_in(found).find("good day") == passage


def test_bare_text_has_no_times():
    assert spoken_text("So be it.").find("be it") == Passage("be it.", None, None, None, verbatim=True)


WORD = st.sampled_from(["one", "two", "Three", "four,", "5", "3.5", "don't", "stop."])


@moderately
@given(st.lists(WORD, max_size=12), st.lists(WORD, min_size=1, max_size=5))
def test_a_quote_is_verbatim_if_and_only_if_its_words_were_said_one_after_the_other(said, quoted):
    wanted = [term for word in quoted for term in terms(word)]
    have = [term for word in said for term in terms(word)]
    contiguous = any(have[at : at + len(wanted)] == wanted for at in range(len(have)))
    passage = spoken(" ".join(said)).find(" ".join(quoted).upper())
    assert bool(passage and passage.verbatim) is contiguous


@moderately
@given(st.lists(st.text(max_size=12), min_size=1, max_size=12), st.data())
def test_any_stretch_of_any_speech_is_found_where_it_was_said(said, data):
    words = [Word(text=text, start=10 * place, end=10 * place + 9) for place, text in enumerate(said)]
    first = data.draw(st.integers(0, len(said) - 1))
    last = data.draw(st.integers(first, len(said) - 1))
    quote = " ".join(said[first : last + 1])
    passage = Spoken(words).find(quote)
    if any(terms(text) for text in said[first : last + 1]) and terms(quote) == [
        term for text in said[first : last + 1] for term in terms(text)
    ]:
        assert passage is not None
        assert passage.verbatim
        assert passage.times > 1 or first * 10 <= passage.start <= passage.end <= last * 10 + 9
