"""How terms are found in the words of a transcript, in every spelling."""

import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.operations.spoken_words import transcript, words_of
from tests.plugin.stepping import without_ledger

from assemblyai_tools import search_words
from assemblyai_tools.flow import Reply, Request
from assemblyai_tools.operations.word_search import Match

SAID = (
    "I don't think it's O'Brien's report. Mr. Smith said the follow-up costs $5,000 at 9 a.m. today, "
    "not 5% (or 15,000). Dr. Jones, the caf\u00e9! Yes, please. Well, we'll see."
)


@pytest.fixture
def search(walk, reply):
    """Search the words of one transcript, which is read, with one call."""

    def found(*words, said=SAID):
        steps, view = walk(
            search_words(transcript_ids=["t1"], words=words), reply(transcript(words_of(said)))
        )
        assert steps == [Request("GET", "/v2/transcript/t1")]
        return view

    return found


def starts(view):
    """The first word of each occurrence, by its number, for each term that was found."""
    return {match.text: [start // 400 for start, _ in match.timestamps] for match in view.matches}


def test_phrases_with_punctuation_are_found_in_the_words_of_the_transcript(search):
    view = search("Mr. Smith", "Dr. Jones", "9 a.m. today", "yes, please", "zebra")
    assert view.total_count == 4
    assert view.matches[0] == Match(text="Mr. Smith", count=1, timestamps=[(2_400, 3_150)])
    assert view.not_found == ["zebra"]
    assert view.render() == (
        "4 matches in transcript t1.\n"
        "Mr. Smith: 1 time, at 00:02\n"
        "Dr. Jones: 1 time, at 00:08\n"
        "9 a.m. today: 1 time, at 00:05\n"
        "yes, please: 1 time, at 00:10\n"
        "Not found: zebra."
    )


@pytest.mark.parametrize(
    "spellings",
    [
        ("Mr. Smith", "mr smith", "MR. SMITH", "\u201cMr. Smith\u201d"),
        ("$5,000", "5,000", "5000", "\u20ac5000", "5'000"),
        ("O'Brien's", "o\u2019brien\u2019s", "O`Brien\u00b4s"),
        ("caf\u00e9", "cafe\u0301", "CAF\u00c9", "ca\u00adf\u00e9"),
        ("follow-up", "follow up", "Follow\u2010up", "follow\u2013up"),
        ("9 a.m.", "9 A.M", "9\u00a0a.m."),
        ("yes, please", "Yes please", "yes,please!"),
        ("we'll", "we\u2019ll", "WE'LL"),
        ("5%", "$5%"),
    ],
)
def test_every_spelling_of_a_term_is_found_at_the_same_times(search, spellings):
    (times,) = {tuple(search(spelling).matches[0].timestamps) for spelling in spellings}
    assert len(times) == 1
    assert search(*spellings).total_count == 1


@pytest.mark.parametrize(
    "other", ["cafe", "5,00", "5", "15", "O'Brien", "we ll", "wells", "up, costs", "report Smith"]
)
def test_another_word_or_a_part_of_one_is_not_found(search, other):
    assert search(other, "caf\u00e9").not_found == [other]


def test_a_word_has_the_same_result_alone_and_beside_others(walk, reply, search):
    at = 400 * SAID.split().index("Well,")
    body = {"matches": [{"text": "well", "count": 1, "timestamps": [[at, at + 350]]}]}
    _, alone = walk(search_words(transcript_ids=["t1"], words=["Well", "follow"]), reply(body))
    together = search("Well", "follow", "5%")
    assert together.matches[:1] == alone.matches
    assert together.not_found == alone.not_found == ["follow"]


def test_all_apostrophes_are_the_same_in_french(search):
    said = "L'\u00e9quipe attend l'accord d'achat."
    for spelling in ("l'accord", "l\u2019accord", "L\u2019accord d\u2019achat", "l\u02bcaccord"):
        assert starts(search(spelling, said=said)) == {spelling: [2]}


def test_in_a_script_without_spaces_a_part_of_a_word_is_found(search):
    said = "\u6211\u4eec \u660e\u5929\u89c1\u9762 \u3002"
    assert starts(search("\u660e\u5929", "\u4eec\u660e", said=said)) == {
        "\u660e\u5929": [1],
        "\u4eec\u660e": [0],
    }


def test_occurrences_may_overlap_and_are_counted_each(search):
    assert starts(search("no no", said="no, no no. Never")) == {"no no": [0, 1]}


def test_several_spellings_of_one_term_are_counted_once_under_the_first(search):
    view = search("5,000", "$5000", "zebra\u2019s", "Zebra's")
    assert (view.total_count, starts(view), view.not_found) == (1, {"5,000": [12]}, ["zebra\u2019s"])


def test_words_are_searched_turn_by_turn_even_where_turns_overlap(walk, reply):
    mine = [{"text": "next", "start": 0, "end": 9}, {"text": "week", "start": 20, "end": 29}]
    yours = [{"text": "hold", "start": 10, "end": 19}, {"text": "on", "start": 30, "end": 39}]
    late = [{"text": "Monday", "start": 50, "end": 59}]
    turns = [
        {"speaker": speaker, "words": said} for speaker, said in (("1", mine), ("2", yours), ("1", late))
    ]
    body = transcript([mine[0], yours[0], mine[1], yours[1], *late], utterances=turns)
    phrases = ["next week", "hold on", "on Monday", "week hold", "next hold"]
    _, view = walk(search_words(transcript_ids=["t1"], words=phrases), reply(body))
    assert {match.text: match.timestamps for match in view.matches} == {
        "next week": [(0, 29)],
        "hold on": [(10, 39)],
        "on Monday": [(30, 59)],
    }
    assert view.not_found == ["week hold", "next hold"]


def test_words_without_times_are_counted(walk, reply):
    body = {"id": "t1", "status": "completed", "text": "Mr. Smith and Mr. Smith"}
    _, view = walk(search_words(transcript_ids=["t1"], words=["Mr. Smith"]), reply(body))
    assert view.render() == "2 matches in transcript t1.\nMr. Smith: 2 times"


def test_if_the_service_finds_something_else_the_words_of_the_transcript_decide(walk, reply):
    echo = {"matches": [{"text": "budgets", "count": 2}]}
    steps, view = walk(
        search_words(transcript_ids=["t1"], words=["budget", "costs"]),
        reply(echo),
        reply(transcript(words_of("The budget, costs. Costs!"))),
    )
    assert [step.path for step in steps] == ["/v2/transcript/t1/word-search", "/v2/transcript/t1"]
    assert starts(view) == {"budget": [1], "costs": [2, 3]}


SPELLED = st.sampled_from(
    [
        "one",
        "Two",
        "don't",
        "o\u2019clock",
        "$5,000",
        "12,345.6",
        "caf\u00e9",
        "a.m.",
        "it\u2019s",
        "C++",
        "5%",
    ]
)
PAUSES = st.sampled_from(["", ",", ".", "?!"])


@st.composite
def spellings(draw, text):
    """Another spelling of the same words."""
    for apostrophe in "'\u2019":
        text = text.replace(apostrophe, draw(st.sampled_from("'\u2018\u2019\u02bc`\u00b4")))
    text = draw(st.sampled_from([str.lower, str.upper, str.title, str]))(text)
    if draw(st.booleans()):
        text = text.replace("$", draw(st.sampled_from(["", "\u20ac", "\u00a3"])))
    if draw(st.booleans()):
        text = text.replace("5,000", "5000").replace("12,345", "12345")
    text = " ".join(word + draw(PAUSES) for word in text.split())
    # NFKC makes a space with an accent of the acute, which is no apostrophe any more.
    forms = ["NFC", "NFD"] if "\u00b4" in text else ["NFC", "NFD", "NFKC"]
    return unicodedata.normalize(draw(st.sampled_from(forms)), text)


@pytest.mark.no_cover  # as in test_properties.py
@settings(derandomize=True, deadline=None, max_examples=200)
@given(st.lists(SPELLED, min_size=1, max_size=12), st.data())
def test_any_spelling_of_what_was_said_is_found_where_it_was_said(said, data):
    def found(term, spoken):
        flow = search_words(transcript_ids=["t1"], words=[term, "5%"])
        next(flow)
        with pytest.raises(StopIteration) as stop:
            without_ledger(flow, flow.send(Reply(200, json.dumps(transcript(words_of(spoken))).encode())))
        return stop.value.value.matches[0].timestamps

    first = data.draw(st.integers(0, len(said) - 1))
    phrase = " ".join(said[first : first + data.draw(st.integers(1, 5))])
    times = found(phrase, " ".join(said))
    assert first * 400 in [start for start, _ in times]
    respelled = data.draw(spellings(phrase))
    assert found(respelled, " ".join(said)) == times
    assert found(phrase, data.draw(spellings(" ".join(said)))) == times
