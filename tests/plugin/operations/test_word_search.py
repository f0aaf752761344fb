"""The search for words: what is sent, what is told, and which words cannot be searched."""

import pytest

from assemblyai_tools import InvalidArgumentsError, UnexpectedReplyError, search_words
from assemblyai_tools.flow import Request
from assemblyai_tools.operations.word_search import Match, MatchesView


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


def test_a_word_that_the_service_echoes_in_another_spelling_is_found_and_counted_once(walk, reply):
    matches = [
        {"text": "BUDGET.", "count": 2, "timestamps": [[1, 2], [5, 6]]},
        {"text": "budget", "count": 1, "timestamps": [[1, 2]]},
    ]
    _, view = walk(search_words(transcript_ids=["t1"], words=["Budget"]), reply({"matches": matches}))
    assert view.matches == [Match(text="Budget", count=2, timestamps=[(1, 2), (5, 6)])]
    assert (view.total_count, view.not_found) == (2, [])


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
