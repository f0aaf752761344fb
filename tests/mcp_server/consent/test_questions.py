import pytest

from assemblyai_mcp.consent.questions import VALID_SECONDS, Questions
from assemblyai_mcp.shares import Bounds


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_an_answer_counts_once(clock):
    questions = Questions(clock)
    state = questions.new_state("own")
    assert questions.objection_to(state) is None
    assert questions.objection_to(state) == "its question had been answered before"


def test_a_question_waits_ten_minutes(clock):
    questions = Questions(clock)
    early, late = questions.new_state("own"), questions.new_state("own")
    clock.now += VALID_SECONDS - 1
    assert questions.objection_to(early) is None
    clock.now += 1
    assert "too late" in questions.objection_to(late)
    assert questions.objection_to(early) is not None, "nor may an expired one be used again"


@pytest.mark.parametrize("state", [None, "", "{bad", "5", "[1]", '["a", "b"]', '{"v": 1, "asked": 2}'])
def test_a_state_of_another_make_does_not_count(state):
    assert "did not ask this account that question" in Questions().objection_to(state)


@pytest.mark.parametrize(
    "state",
    [
        '[1e400, "x", "own"]',
        '[NaN, "x", "own"]',
        '[9e99, [1], "own"]',
        '[1.0, [1], "own"]',
        '[1.0, "x", 2]',
        '["9e9", "x", "own"]',
        '[true, "x", "own"]',
        '[1.0, 2, "own"]',
        "[" * 100_000,
    ],
    ids=lambda state: state[:12],
)
def test_a_state_that_somebody_else_made_with_the_key_does_not_count(state):
    assert "did not ask this account that question" in Questions().objection_to(state)


def test_a_question_from_the_future_does_not_count_but_for_the_difference_of_two_clocks(clock):
    asked_by_another = Questions(lambda: clock.now + 60).new_state("own")
    asked_later = Questions(lambda: clock.now + 61).new_state("own")
    questions = Questions(clock)
    assert questions.objection_to(asked_by_another) is None
    assert "did not ask this account that question" in questions.objection_to(asked_later)


def test_what_is_remembered_of_answers_is_bounded_and_still_none_counts_twice(clock):
    """Who answers very many questions shortens the time to answer; nobody gets an answer to count twice."""
    questions = Questions(clock, Bounds(3))
    states = []
    for _ in range(10):
        clock.now += 1
        states.append(questions.new_state("own"))
    unanswered = states.pop(2)
    assert [questions.objection_to(state) for state in states] == [None] * 9
    assert all(questions.objection_to(state) for state in states)
    assert "too late" in questions.objection_to(unanswered)
    assert len(questions.answered) == 3


def test_answers_are_forgotten_with_their_time(clock):
    questions = Questions(clock)
    for _ in range(5):
        assert questions.objection_to(questions.new_state("own")) is None
    clock.now += VALID_SECONDS + 60
    assert questions.objection_to(questions.new_state("own")) is None
    assert len(questions.answered) == 1


def test_who_answers_very_many_questions_shortens_nobody_elses_time(clock):
    """Neither beyond the bound of one account, nor beyond that of all."""
    questions = Questions(clock, Bounds(4, 6))
    own = [questions.new_state("own") for _ in range(2)]
    assert questions.objection_to(own[0]) is None
    for other in ("other", "another"):
        for _ in range(9):
            clock.now += 1
            assert questions.objection_to(questions.new_state(other)) is None
    assert questions.objection_to(own[0]) == "its question had been answered before"
    assert questions.objection_to(own[1]) is None
    assert len(questions.answered) == 6


def test_a_clock_that_is_set_back_makes_no_answer_count_again(clock):
    questions = Questions(clock)
    state = questions.new_state("own")
    assert questions.objection_to(state) is None
    clock.now += 3600
    assert questions.objection_to(questions.new_state("own")) is None
    clock.now -= 3600
    assert questions.objection_to(state) is not None
