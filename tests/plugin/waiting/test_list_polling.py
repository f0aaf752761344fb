from math import inf

import pytest

from assemblyai_tools.waiting.list_polling import (
    LIST_BACK_OFF,
    LIST_PAUSE,
    LIST_TIMEOUT,
    PAGES_PER_SECOND,
    ListPolling,
)


@pytest.fixture
def polling():
    """Two transcripts are covered."""
    polling = ListPolling()
    polling.add("a", 100.0)
    polling.add("b", 100.0)
    return polling


def poll(polling, shown, *, depth=1, begin=101.0, end=101.0):
    assert polling.claim(begin) == "list"
    return polling.succeeded(shown, depth, end)


def test_the_list_covers_several_transcripts_but_not_a_single_one(polling):
    assert (polling.covered(100.0), polling.covers("a", 100.0)) == (2, True)
    polling.drop("b")
    assert (polling.covered(100.0), polling.covers("a", 100.0)) == (0, False)


def test_the_list_covers_only_what_was_added_and_not_dropped(polling):
    polling.add("c", 100.0)
    polling.drop("b")
    polling.drop("never added")
    assert [polling.covers(name, 100.0) for name in ("a", "b", "c", "d")] == [True, False, True, False]
    assert set(polling.ids) == {"a", "c"}


def test_a_list_of_as_many_pages_as_transcripts_is_not_polled_until_nobody_waits(polling):
    poll(polling, {"a", "b"}, depth=2)
    assert (polling.depth, polling.covered(102.0)) == (2, 0)
    polling.forget_depth()
    assert (polling.depth, polling.covered(102.0)) == (1, 2)


def test_one_waiter_polls_and_the_others_sleep(polling):
    assert [polling.claim(100.0), polling.claim(100.0)] == ["list", 0.1]


def test_the_next_poll_is_due_after_a_pause(polling):
    poll(polling, {"a", "b"})
    assert polling.claim(101.0) == pytest.approx(LIST_PAUSE)
    assert polling.claim(101.0 + LIST_PAUSE) == "list"


def test_polls_of_many_pages_keep_to_the_rate(polling):
    poll(polling, {"a", "b"}, depth=3 * PAGES_PER_SECOND)
    assert polling.claim(101.0) == 3.0


def test_the_others_sleep_as_long_as_the_last_poll_took_then_a_third_of_what_this_one_has_taken(polling):
    poll(polling, {"a", "b"}, begin=100.0, end=100.5)
    assert polling.claim(110.0) == "list"
    assert [polling.claim(now) for now in (110.0, 110.3, 110.6, 113.0)] == [
        0.5,
        pytest.approx(0.2),
        pytest.approx(0.2),
        1.0,
    ]


def test_the_others_sleep_a_hundredth_of_a_second_at_least(polling):
    poll(polling, {"a", "b"}, begin=100.0, end=100.0)
    polling.claim(110.0)
    assert polling.claim(110.0) == 0.01


def test_one_slow_poll_does_not_make_the_others_sleep_through_the_next(polling):
    poll(polling, {"a", "b"}, begin=100.0, end=108.0)
    polling.claim(110.0)
    assert polling.claim(110.0) == 1.0


def test_a_transcript_that_a_poll_should_have_shown_is_dropped(polling):
    assert poll(polling, {"a", "other"}) == {"b"}
    assert set(polling.ids) == {"a"}


def test_a_transcript_that_was_added_after_the_poll_began_may_be_missing(polling):
    polling.claim(101.0)
    polling.add("late", 101.0)
    polling.add("later", 101.1)
    assert polling.succeeded({"a", "b"}, 1, 101.2) == set()
    assert set(polling.ids) == {"a", "b", "late", "later"}


def test_polling_backs_off_after_a_failure(polling):
    polling.claim(101.0)
    polling.failed(102.0)
    assert (polling.covered(102.0), polling.covers("a", 102.0)) == (0, False)
    end = 102.0 + LIST_BACK_OFF
    assert [polling.resumes(name, 105.0) for name in ("a", "not covered")] == [end, inf]
    assert (polling.resumes("a", end), polling.covered(end), polling.claim(end)) == (inf, 2, "list")


def test_an_overdue_poll_counts_as_failed(polling):
    polling.fail_overdue(100.0)
    polling.claim(101.0)
    polling.fail_overdue(100.9 + LIST_TIMEOUT)
    assert polling.covered(100.9 + LIST_TIMEOUT) == 2
    polling.fail_overdue(101.0 + LIST_TIMEOUT)
    assert polling.resumes("a", 101.0 + LIST_TIMEOUT) == 101.0 + LIST_TIMEOUT + LIST_BACK_OFF


def test_a_poll_that_comes_back_after_it_counted_as_failed_still_shows_what_is_missing(polling):
    polling.claim(101.0)
    polling.failed(111.0)
    assert polling.succeeded({"a"}, 1, 112.0) == {"b"}
    assert polling.resumes("a", 112.0) == 111.0 + LIST_BACK_OFF, "it does not end the back-off"


def test_the_next_waiter_takes_over_an_abandoned_poll(polling):
    polling.claim(101.0)
    polling.abandoned()
    assert polling.polling_since is None
    assert polling.claim(101.1) == "list"
