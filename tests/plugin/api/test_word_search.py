import pytest

from assemblyai_tools.api.word_search import WordSearch, WordSearchMatch, find_words, is_plain
from assemblyai_tools.errors import InvalidArgumentsError, UnexpectedReplyError
from assemblyai_tools.flow import Request


def test_words_and_phrases_are_searched_in_one_request(walk, reply):
    match = {"text": "next week", "count": 1, "timestamps": [[9_000, 9_900]], "indexes": [12]}
    steps, found = walk(
        find_words("t1", ["budget", "next week"]), reply({"id": "t1", "total_count": 1, "matches": [match]})
    )
    assert steps == [Request("GET", "/v2/transcript/t1/word-search", query={"words": "budget,next week"})]
    assert found == WordSearch(
        total_count=1, matches=[WordSearchMatch(text="next week", count=1, timestamps=[(9_000, 9_900)])]
    )


def test_a_reply_without_any_match_may_have_an_empty_list_or_null(walk, reply):
    for matches in ([], None):
        _, found = walk(find_words("t1", ["zebra"]), reply({"total_count": None, "matches": matches}))
        assert found == WordSearch(total_count=0, matches=matches)


@pytest.mark.parametrize(
    "body", ["<html>", {}, {"total_count": 0}, {"matches": "no"}, {"matches": [{"timestamps": [[1]]}]}]
)
def test_a_reply_of_another_form_is_unexpected(walk, reply, body):
    with pytest.raises(UnexpectedReplyError):
        walk(find_words("t1", ["zebra"]), reply(body))


def test_only_an_id_becomes_part_of_a_path():
    with pytest.raises(InvalidArgumentsError):
        next(find_words("../account", ["zebra"]))


def test_only_a_word_of_unaccented_letters_has_one_spelling():
    assert all(map(is_plain, ["budget", "Budget", "I"]))
    others = [
        "",
        "next week",
        "l'accord",
        "caf\u00e9",
        "5000",
        "Mr.",
        "a,b",
        "budget\n",
        "follow-up",
        "x" * 81,
    ]
    assert not any(map(is_plain, others))
