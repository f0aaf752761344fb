import pytest

from assemblyai_tools.waiting.waiter import Waiter


@pytest.fixture
def woken():
    return []


@pytest.fixture
def waiter(woken):
    """One that expects a notification, with two callers asleep."""
    waiter = Waiter(since=100.0, next_read=130.0, needs_first_read=False, expects_notification=True)
    waiter.wakers += [lambda: woken.append("first"), lambda: woken.append("second")]
    return waiter


def test_an_end_wakes_every_caller(waiter, woken):
    assert not waiter.should_wake
    waiter.end()
    assert (waiter.ended, waiter.should_wake, woken) == (True, True, ["first", "second"])


def test_rescheduling_the_next_read_wakes_every_caller(waiter, woken):
    waiter.reschedule(110.0)
    assert (waiter.next_read, waiter.should_wake, woken) == (130.0, True, ["first", "second"])


def test_a_read_is_postponed_but_never_moved_forward(waiter, woken):
    waiter.postpone(140.0)
    waiter.postpone(120.0)
    assert (waiter.next_read, waiter.should_wake, woken) == (140.0, False, [])


@pytest.mark.parametrize("expects", [True, False])
def test_a_read_is_a_fallback_only_where_a_notification_is_expected(waiter, expects):
    waiter.expects_notification = expects
    waiter.begin_read(160.0)
    assert (waiter.last_was_fallback, waiter.next_read) == (expects, 160.0)


def test_the_first_read_of_a_transcript_that_may_have_ended_before_is_no_fallback(waiter):
    waiter.needs_first_read = True
    waiter.begin_read(160.0)
    assert (waiter.last_was_fallback, waiter.needs_first_read) == (False, False)


def test_after_a_read_contradicts_the_end_only_reads_count(waiter):
    waiter.end()
    waiter.reopen(110.0)
    assert (waiter.ended, waiter.expects_notification, waiter.next_read) == (False, False, 110.0)
