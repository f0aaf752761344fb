import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assemblyai_tools.langchain.ranking import content, scores, telling

TERMS = st.lists(st.sampled_from(["a", "b", "c", "d"]), max_size=8)


def best(wanted, *passages):
    found = scores(wanted.split(), [passage.split() for passage in passages])
    return found.index(max(found))


@pytest.mark.parametrize(
    ("wanted", "passages", "first"),
    [
        ("launch", ["the budget", "the launch date"], 1),
        ("the launch", ["the the the budget", "launch then", "the end"], 1),
        ("launch", ["launch of a very long and winding sentence about it", "launch day"], 1),
        ("launch", ["a launch is", "launch is launch"], 1),
        ("launch budget", ["the launch", "the launch budget", "the budget"], 1),
    ],
)
def test_rare_frequent_and_short_goes_before_common_single_and_long(wanted, passages, first):
    assert best(wanted, *passages) == first


def test_nothing_fits_nothing():
    assert scores(["a"], []) == []
    assert scores([], [["a"]]) == [0.0]
    assert scores(["a"], [[]]) == [0.0]


def test_asking_twice_for_a_word_does_not_make_it_count_twice():
    assert scores(["a", "a"], [["a"], ["b"]]) == scores(["a"], [["a"], ["b"]])


@pytest.mark.parametrize(
    ("question", "about"),
    [
        ("when is the launch", ["launch"]),
        ("whats anna doing in may", ["anna", "may"]),
        ("who is it", ["who", "is", "it"]),
        ("", []),
    ],
)
def test_a_question_is_about_its_words_with_a_content_or_else_about_all(question, about):
    assert content(question.split()) == about


def test_what_most_passages_of_a_long_transcript_hold_does_not_tell_them_apart():
    passages = [["der", "plan"], *[["der", "start"]] * 10, *[["ein", "ende"]] * 9]
    left = telling(frozenset(["der", "plan"]), passages)
    assert left == [["plan"], *[["start"]] * 10, *[["ein", "ende"]] * 9]
    assert telling(frozenset(["der"]), passages) == passages
    assert telling(frozenset(["der", "plan"]), passages[:19]) == passages[:19]


@settings(derandomize=True, deadline=None)
@given(TERMS, st.lists(TERMS, max_size=6))
def test_a_passage_has_a_score_if_and_only_if_it_holds_a_wanted_term(wanted, passages):
    found = scores(wanted, passages)
    assert [score > 0 for score in found] == [bool(set(wanted) & set(passage)) for passage in passages]
