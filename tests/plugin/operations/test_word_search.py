import json
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.stepping import without_ledger

from assemblyai_tools import (
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    InvalidArgumentsError,
    UnexpectedReplyError,
    search_words,
)
from assemblyai_tools.errors import ConnectionFailedError
from assemblyai_tools.flow import Reply, Request
from assemblyai_tools.operations.word_search import Match, MatchesView, NotSearched

SAID = (
    "I don't think it's O'Brien's report. Mr. Smith said the follow-up costs $5,000 at 9 a.m. today, "
    "not 5% (or 15,000). Dr. Jones, the caf\u00e9! Yes, please. Well, we'll see."
)


def words_of(text, **more):
    """Words of 350 ms, one every 400 ms."""
    return [
        {"text": word, "start": 400 * place, "end": 400 * place + 350, **more}
        for place, word in enumerate(text.split())
    ]


def transcript(words, **more):
    return {"id": "t1", "status": "completed", "words": words, **more}


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


def test_plain_words_are_searched_in_one_request_and_the_missing_ones_named(walk, reply):
    flow = search_words(transcript_ids=["t1"], words=["Budget", " week ", "zebra", "done."])
    body = {
        "id": "t1",
        "total_count": 3,
        "matches": [
            {
                "text": "budget",
                "count": 2,
                "timestamps": [[7_000, 7_400], [62_000, 62_400]],
                "indexes": [3, 90],
            },
            {"text": "week", "count": 1, "timestamps": [[9_000, 9_900]], "indexes": [12]},
            {"text": "zebra", "count": 0, "timestamps": [], "indexes": []},
            {"text": "done", "count": 1},
        ],
    }
    steps, view = walk(flow, reply(body))
    assert steps == [
        Request("GET", "/v2/transcript/t1/word-search", query={"words": "Budget,week,zebra,done"})
    ]
    assert view == MatchesView(
        transcript_ids=["t1"],
        total_count=4,
        matches=[
            Match(text="Budget", count=2, timestamps=[(7_000, 7_400), (62_000, 62_400)]),
            Match(text="week", count=1, timestamps=[(9_000, 9_900)]),
            Match(text="done", count=1, timestamps=[]),
        ],
        not_found=["zebra"],
    )
    assert view.render() == (
        "4 matches in transcript t1.\n"
        "Budget: 2 times, at 00:07, 01:02\n"
        "week: 1 time, at 00:09\n"
        "done: 1 time\n"
        "Not found: zebra."
    )


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


def test_a_word_that_the_service_echoes_in_another_spelling_is_found_and_counted_once(walk, reply):
    matches = [
        {"text": "BUDGET.", "count": 2, "timestamps": [[1, 2], [5, 6]]},
        {"text": "budget", "count": 1, "timestamps": [[1, 2]]},
    ]
    _, view = walk(search_words(transcript_ids=["t1"], words=["Budget"]), reply({"matches": matches}))
    assert view.matches == [Match(text="Budget", count=2, timestamps=[(1, 2), (5, 6)])]
    assert (view.total_count, view.not_found) == (2, [])


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


def test_nothing_found_is_a_result(walk, reply):
    _, view = walk(
        search_words(transcript_ids=["t1"], words=["zebra"]), reply({"total_count": 0, "matches": []})
    )
    assert view.render() == "0 matches in transcript t1.\nNot found: zebra."


def test_at_most_600_times_of_a_frequent_word_are_shown(walk, reply):
    times = [[n * 1000, n * 1000 + 100] for n in range(1240)]
    body = {"total_count": 1240, "matches": [{"text": "the", "count": 1240, "timestamps": times}]}
    _, view = walk(search_words(transcript_ids=["t1"], words=["the"]), reply(body))
    assert (len(view.matches[0].timestamps), view.matches[0].left_out) == (600, 640)
    assert view.render().startswith("1,240 matches in transcript t1.\nthe: 1,240 times, at 00:00, 00:01, ")
    assert view.render().endswith("09:59 and 640 more")


def test_the_words_that_were_found_share_the_times_that_are_shown(walk, reply):
    times = [[n * 1000, n * 1000 + 100] for n in range(400)]
    matches = [{"text": word, "count": 400, "timestamps": times} for word in ("the", "a", "of")]
    matches.append({"text": "zebra", "count": 0})
    _, view = walk(search_words(transcript_ids=["t1"], words=["the", "a", "of"]), reply({"matches": matches}))
    assert [(len(match.timestamps), match.left_out) for match in view.matches] == [(200, 200)] * 3


@pytest.mark.parametrize(
    ("word", "sent"),
    [("'budget'", "budget"), ("\u201cweek,\u201d", "week"), ("(Utrecht)?!", "Utrecht"), ("x" * 80, "x" * 80)],
)
def test_punctuation_around_a_word_is_not_searched_for(walk, reply, word, sent):
    found = {"total_count": 1, "matches": [{"text": sent.lower(), "count": 1, "timestamps": [[1, 2]]}]}
    steps, view = walk(search_words(transcript_ids=["t1"], words=[word]), reply(found))
    assert steps[0].query == {"words": sent}
    assert view.not_found == []


@pytest.mark.parametrize(
    "body",
    [
        {"matches": []},
        {"total_count": None, "matches": None},
        {"matches": [{"text": None, "count": None, "timestamps": None, "new": 1}]},
    ],
)
def test_words_that_the_reply_leaves_out_were_not_found(walk, reply, body):
    _, view = walk(search_words(transcript_ids=["t1"], words=["zebra"]), reply(body))
    assert view.render() == "0 matches in transcript t1.\nNot found: zebra."


def test_a_reply_without_matches_is_unexpected(walk, reply):
    with pytest.raises(UnexpectedReplyError):
        walk(search_words(transcript_ids=["t1"], words=["zebra"]), reply({"error": "no"}))


def test_a_match_may_lack_its_times(walk, reply):
    body = {"total_count": 2, "matches": [{"text": "a\u202e", "count": 2, "timestamps": None}]}
    _, view = walk(search_words(transcript_ids=["t1"], words=["A"]), reply(body))
    assert view.render() == "2 matches in transcript t1.\nA: 2 times"


@pytest.mark.parametrize(
    ("words", "problem"),
    [
        (["$ - %"], "words.0: a word to search for is empty, or longer than 80 characters"),
        (["..."], "words.0: a word to search for is empty, or longer than 80 characters"),
        (["x" * 81], "words.0: a word to search for is empty, or longer than 80 characters"),
        (["a"] * 101, "words: give at most 100 items"),
        (
            ["ok", "one two three four five six"],
            "words.1: 'one two three four five six' has 6 words, and a phrase may have 5; search for less",
        ),
        ([], "the argument 'words' is required"),
        (["  "], "the argument 'words' is required"),
    ],
)
def test_words_that_cannot_be_searched_are_explained(words, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        search_words.start({"transcript_ids": ["t1"], "words": words})
    assert caught.value.message == f"search_words was not called: {problem}."


@pytest.mark.parametrize(
    ("ids", "problem"),
    [
        ([], "the argument 'transcript_ids' is required"),
        (
            ["../x"],
            (
                "transcript_ids.0: '../x' is not an id: ids hold only letters, digits, '-' and '_', "
                "at most 64 of them. Use the id exactly as a tool returned it"
            ),
        ),
    ],
)
def test_transcripts_that_cannot_exist_are_explained(ids, problem):
    with pytest.raises(InvalidArgumentsError) as caught:
        search_words.start({"transcript_ids": ids, "words": ["budget"]})
    assert caught.value.message == f"search_words was not called: {problem}."


NOT_KNOWN = "Transcript lookup error, transcript id not found"


def unknown():
    return BadRequestError(NOT_KNOWN, status=400)


def plainly(*times):
    """The service's reply for the word budget."""
    found = {"text": "budget", "count": len(times), "timestamps": [[at, at + 100] for at in times]}
    return {"total_count": len(times), "matches": [found]}


def test_several_transcripts_are_searched_one_after_the_other_each_once(walk, reply):
    flow = search_words(transcript_ids=["t1", "t2", "t1", "t3"], words=["budget", "zebra"])
    steps, view = walk(flow, reply(plainly(1_000, 2_000)), reply(plainly()), reply(plainly(61_000)))
    assert [step.path for step in steps] == [f"/v2/transcript/t{n}/word-search" for n in (1, 2, 3)]
    assert view == MatchesView(
        transcript_ids=["t1", "t2", "t3"],
        total_count=3,
        matches=[
            Match(text="budget", transcript_id="t1", count=2, timestamps=[(1_000, 1_100), (2_000, 2_100)]),
            Match(text="budget", transcript_id="t3", count=1, timestamps=[(61_000, 61_100)]),
        ],
        not_found=["zebra"],
    )
    assert view.render() == (
        "3 matches; 3 transcripts searched.\n"
        "Transcript t1:\n"
        "budget: 2 times, at 00:01, 00:02\n"
        "Transcript t3:\n"
        "budget: 1 time, at 01:01\n"
        "Not found: zebra."
    )


def test_a_transcript_that_cannot_be_searched_is_named_and_the_others_are_searched(walk, reply):
    flow = search_words(transcript_ids=["t1", "t8", "t9", "t2", "t3"], words=["Mr. Smith"])
    _, view = walk(
        flow,
        reply(transcript(words_of("Mr. Smith."))),
        unknown(),
        unknown(),
        reply({"id": "t2", "status": "processing"}),
        reply({"id": "t3", "status": "completed", "audio_url": "http://deleted_by_user"}),
    )
    assert view.transcript_ids == ["t1"]
    assert view.not_searched[2] == NotSearched(
        transcript_id="t2", reason="Transcript t2 is processing; only completed ones can be read"
    )
    assert view.render() == (
        "1 match; 1 transcript searched.\n"
        "Transcript t1:\n"
        "Mr. Smith: 1 time, at 00:00\n"
        f"Not searched: t8, t9 ({NOT_KNOWN}).\n"
        "Not searched: t2 (Transcript t2 is processing; only completed ones can be read).\n"
        "Not searched: t3 (Transcript t3 is deleted; only completed ones can be read)."
    )


@pytest.mark.parametrize("word", ["budget", "Mr. Smith"])
def test_the_only_transcript_that_cannot_be_searched_is_an_error_with_its_id(walk, word):
    with pytest.raises(BadRequestError, match="transcript id not found") as caught:
        walk(search_words(transcript_ids=["t9"], words=[word]), unknown())
    assert caught.value.transcript_id == "t9"


def test_if_no_transcript_can_be_searched_the_error_says_so(walk, reply):
    with pytest.raises(AssemblyAIError) as caught:
        walk(
            search_words(transcript_ids=["t8", "t9"], words=["l'accord"]),
            reply({"id": "t8", "status": "queued"}),
            unknown(),
        )
    assert str(caught.value) == (
        "None of the 2 transcripts could be searched. Transcript t8 is queued; only completed ones can be read. "
        "Wait for it: call get_transcript with transcript_id=t8 and wait_seconds=45."
    )


def test_an_error_that_concerns_every_transcript_ends_the_search_and_keeps_what_was_found(walk, reply):
    lost = ConnectionFailedError("The connection was lost.")
    flow = search_words(transcript_ids=["t1", "t2", "t3"], words=["budget"])
    _, view = walk(flow, reply(plainly(0)), lost)
    assert view.render() == (
        "1 match; 1 transcript searched.\n"
        "Transcript t1:\n"
        "budget: 1 time, at 00:00\n"
        "Not searched: t2, t3 (The connection was lost)."
    )
    with pytest.raises(AuthenticationError) as caught:
        walk(
            search_words(transcript_ids=["t1", "t2"], words=["budget"]),
            AuthenticationError("Wrong key.", status=401),
        )
    assert caught.value.message == "Wrong key."


def test_the_times_shown_are_divided_among_the_matches_of_all_transcripts(walk, reply):
    flow = search_words(transcript_ids=["t1", "t2", "t3"], words=["budget"])
    replies = [reply(plainly(*range(0, 400_000, 1_000)))] * 3
    _, view = walk(flow, *replies)
    assert [(len(match.timestamps), match.left_out) for match in view.matches] == [(200, 200)] * 3
    assert view.total_count == 1_200


def test_a_result_about_many_transcripts_stays_within_its_budget_and_says_what_it_left_out(walk, reply):
    ids = [f"{n:064}" for n in range(100)]
    terms = [f"{n:02}{'x' * 78}" for n in range(100)]
    missing = [f"{n:02}{'z' * 78}" for n in range(100)]
    said = reply(transcript(words_of(" ".join(terms[:50] * 3))))
    _, view = walk(search_words(transcript_ids=ids, words=[*terms[:50], *missing[50:]]), *[said] * 100)
    assert 15_000 < len(view.render()) <= 20_000
    assert view.total_count == 100 * 150
    assert len(view.matches) + view.left_out_matches == 100 * 50
    assert all(match.timestamps for match in view.matches)
    assert (
        f"{view.left_out_matches:,} more terms found, not shown: search for fewer words, or in fewer transcripts."
        in view.render()
    )


def test_many_reasons_stay_within_the_budget(walk, reply):
    ids = [f"{n:064}" for n in range(100)]
    errors = [BadRequestError(f"{one} {'because ' * 100}", status=400) for one in ids[1:]]
    said = reply(transcript(words_of(f"{'y' * 79}1")))
    terms = [f"{'y' * 78}{n:02}" for n in range(99)]
    _, view = walk(search_words(transcript_ids=ids, words=[f"{'y' * 79}1", *terms]), said, *errors)
    assert len(view.render()) <= 20_000
    assert (len(view.matches), len(view.not_searched)) == (1, 99)
