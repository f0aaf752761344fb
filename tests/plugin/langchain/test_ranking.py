import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblyai_tools.langchain.ranking import bm25_scores, content_terms, without_common_terms

TERMS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8)


def best(query, *passages):
    found = bm25_scores(query.split(), [passage.split() for passage in passages])
    return found.index(max(found))


@pytest.mark.parametrize(
    ("query", "passages", "first"),
    [
        ("launch", ["the budget", "the launch date"], 1),
        ("the launch", ["the the the budget", "launch then", "the end"], 1),
        ("launch", ["launch of a very long and winding sentence about it", "launch day"], 1),
        ("launch", ["a launch is", "launch is launch"], 1),
        ("launch budget", ["the launch", "the launch budget", "the budget"], 1),
    ],
)
def test_a_rare_term_more_occurrences_and_a_short_passage_rank_higher(query, passages, first):
    assert best(query, *passages) == first


def test_nothing_matches_an_empty_question_or_passage():
    assert bm25_scores(["a"], []) == []
    assert bm25_scores([], [["a"]]) == [0.0]
    assert bm25_scores(["a"], [[]]) == [0.0]


def test_a_repeated_query_term_counts_once():
    assert bm25_scores(["a", "a"], [["a"], ["b"]]) == bm25_scores(["a"], [["a"], ["b"]])


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("when is the launch", ["launch"]),
        ("whats anna doing in may", ["anna", "may"]),
        ("what's anna's plan", ["anna's", "plan"]),
        ("who is it", ["who", "is", "it"]),
        ("", []),
    ],
)
def test_stop_words_are_dropped_unless_there_is_nothing_else(question, about):
    assert content_terms(question.split()) == about


def test_query_terms_in_most_passages_of_a_long_transcript_are_ignored():
    passages = [["der", "plan"], *[["der", "start"]] * 10, *[["ein", "ende"]] * 9]
    left = without_common_terms(frozenset(["der", "plan"]), passages)
    assert left == [["plan"], *[["start"]] * 10, *[["ein", "ende"]] * 9]
    assert without_common_terms(frozenset(["der"]), passages) == passages
    assert without_common_terms(frozenset(["der", "plan"]), passages[:19]) == passages[:19]


@settings(derandomize=True, deadline=None)
@given(TERMS, st.lists(TERMS, max_size=6))
def test_a_passage_scores_if_and_only_if_it_holds_a_query_term(query, passages):
    found = bm25_scores(query, passages)
    assert [score > 0 for score in found] == [bool(set(query) & set(passage)) for passage in passages]
