import pytest

from assemblyai_tools.waiting.early_notifications import CAPACITY, EarlyNotifications


@pytest.fixture
def early():
    return EarlyNotifications()


def test_a_notification_is_taken_once(early):
    early.add("a")
    assert [early.take("a"), early.take("a")] == [True, False]


def test_taking_one_leaves_the_others(early):
    early.add("a")
    early.add("b")
    assert [early.take("b"), early.take("c"), early.take("a")] == [True, False, True]


def test_a_repeated_notification_is_buffered_once(early):
    early.add("a")
    early.add("a")
    assert list(early.ids) == ["a"]
    assert [early.take("a"), early.take("a")] == [True, False]


def test_a_full_buffer_drops_the_oldest(early):
    for number in range(CAPACITY + 2):
        early.add(f"t{number}")
    assert len(early.ids) == CAPACITY == 1_000
    assert [early.take(f"t{number}") for number in (0, 1, 2, CAPACITY + 1)] == [False, False, True, True]


def test_a_repeated_notification_drops_nothing_from_a_full_buffer(early):
    for number in range(CAPACITY):
        early.add(f"t{number}")
    early.add("t7")
    assert early.take("t0")
