import pytest

from assemblyai_mcp.consent.questions import VALID_SECONDS, Questions


class Clock:
    now = 1_000_000.0

    def __call__(self):
        return self.now


@pytest.fixture
def clock():
    return Clock()


def test_an_answer_counts_once(clock):
    questions = Questions(clock)
    state = questions.new_state()
    assert questions.objection_to(state) is None
    assert questions.objection_to(state) == "its question had been answered before"


def test_a_question_waits_ten_minutes(clock):
    questions = Questions(clock)
    early, late = questions.new_state(), questions.new_state()
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
        '[1e400, "x"]',
        '[NaN, "x"]',
        "[9e99, [1]]",
        "[1.0, [1]]",
        '["9e9", "x"]',
        '[true, "x"]',
        "[1.0, 2]",
        "[" * 100_000,
    ],
    ids=lambda state: state[:12],
)
def test_a_state_that_somebody_else_made_with_the_key_does_not_count(state):
    assert "did not ask this account that question" in Questions().objection_to(state)


def test_a_question_from_the_future_does_not_count_but_for_the_difference_of_two_clocks(clock):
    asked_by_another = Questions(lambda: clock.now + 60).new_state()
    asked_later = Questions(lambda: clock.now + 61).new_state()
    questions = Questions(clock)
    assert questions.objection_to(asked_by_another) is None
    assert "did not ask this account that question" in questions.objection_to(asked_later)


def test_what_is_remembered_of_answers_is_bounded_and_still_none_counts_twice(clock):
    """Who answers very many questions shortens the time to answer; nobody gets an answer to count twice."""
    questions = Questions(clock, most_answered=3)
    states = []
    for _ in range(10):
        clock.now += 1
        states.append(questions.new_state())
    unanswered = states.pop(2)
    assert [questions.objection_to(state) for state in states] == [None] * 9
    assert all(questions.objection_to(state) for state in states)
    assert "too late" in questions.objection_to(unanswered)
    assert len(questions._by_age) == len(questions._answered) == 3


def test_answers_are_forgotten_with_their_time(clock):
    questions = Questions(clock)
    for _ in range(5):
        assert questions.objection_to(questions.new_state()) is None
    clock.now += VALID_SECONDS
    assert questions.objection_to(questions.new_state()) is None
    assert len(questions._by_age) == len(questions._answered) == 1
