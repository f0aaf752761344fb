import threading

import pytest

from assemblyai_tools.transport.rate_limit import RateLimit


def test_the_first_requests_are_free_and_each_further_one_takes_the_slot_of_an_earlier_one():
    limiter = RateLimit(2, 60.0)
    waits = [limiter.reserve(now) for now in (100.0, 101.0, 102.0, 102.0, 103.0)]
    assert waits == [0.0, 0.0, 58.0, 59.0, 117.0]


def test_a_slot_is_free_again_when_its_time_is_over():
    limiter = RateLimit(1, 60.0)
    assert [limiter.reserve(now) for now in (0.0, 60.0, 200.0)] == [0.0, 0.0, 0.0]


@pytest.mark.parametrize("limit", [1, 5, 30])
def test_no_period_has_more_requests_than_allowed(limit):
    limiter = RateLimit(limit, 10.0)
    slots = [now + limiter.reserve(now) for now in (step * 0.13 for step in range(400))]
    for first, last in zip(slots, slots[limit:], strict=False):
        assert last - first >= 10.0 - 1e-9


def test_threads_that_share_a_rate_limit_get_different_slots():
    limiter, slots = RateLimit(1, 1.0), []
    threads = [threading.Thread(target=lambda: slots.append(limiter.reserve(0.0))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert sorted(slots) == [float(number) for number in range(8)]
