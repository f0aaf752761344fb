"""What waiting costs, in delay and in requests, on a simulated clock: for one job, for many, with a webhook."""

from bisect import bisect_left
from statistics import mean, median

import pytest
from tests.plugin.simulation import HOOK, Simulation

pytestmark = pytest.mark.no_cover
"""Coverage would double the time of the simulations, which run the same lines thousands of times."""

LENGTHS = (1.5, 4, 9, 20, 47, 180)
LATENCY = 0.02
"""Seconds that a reply takes; real replies take longer, whichever way a client waits."""


def waited(ends, **changes):
    simulation = Simulation(ends, latency=LATENCY, **changes)
    for name in ends:
        simulation.wait(name, 900, fresh=True)
    return simulation


def lags(simulation):
    return [one.ended - simulation.begin - simulation.ends[one.id] for one in simulation.waits]


def most_in_a_second(times):
    """The most of the rising times in any [t, t + 1)."""
    return max(bisect_left(times, time + 1) - index for index, time in enumerate(times))


@pytest.mark.parametrize("length", LENGTHS)
def test_the_end_of_a_single_job_is_noticed_within_half_a_second_at_two_requests_a_second(length):
    runs = [waited({"t": length + phase / 20}).run() for phase in range(60)]
    late = [lag for run in runs for lag in lags(run)]
    assert mean(late) < 0.5
    assert median(late) < 0.5
    assert max(most_in_a_second([time for time, _ in run.requests]) for run in runs) <= 2


def test_the_ends_of_two_hundred_jobs_are_noticed_within_six_tenths_of_a_second_at_two_requests_a_job():
    ends = {f"t{index}": LENGTHS[index % len(LENGTHS)] + 0.01 * index for index in range(200)}
    simulation = waited(ends).run()
    assert median(lags(simulation)) < 0.6
    assert len(simulation.requests) <= 2 * len(ends)


def test_the_ends_of_a_thousand_jobs_are_noticed_almost_as_soon_at_two_requests_a_job():
    ends = {f"t{index}": LENGTHS[index % len(LENGTHS)] + 0.002 * index for index in range(1000)}
    simulation = waited(ends).run()
    assert median(lags(simulation)) < 0.7, "five pages of the list take longer to read than one"
    assert len(simulation.requests) <= 2 * len(ends)


def test_with_a_webhook_the_ends_of_sixty_jobs_are_noticed_at_once_at_one_read_a_job():
    ends = {f"t{index}": LENGTHS[index % len(LENGTHS)] + 0.01 * index for index in range(60)}
    simulation = waited(ends)
    simulation.watch.webhook = HOOK
    for name, end in ends.items():
        simulation.notify(name, end)
    simulation.run()
    assert max(lags(simulation)) == pytest.approx(LATENCY)
    assert [kind for _, kind in simulation.requests] == ["read"] * len(ends)


@pytest.mark.parametrize("length", [length for length in LENGTHS if length < 30])
def test_with_a_webhook_a_short_job_is_read_once_for_its_result(length):
    simulation = waited({"t": length})
    simulation.watch.webhook = HOOK
    simulation.notify("t", length)
    simulation.run()
    assert lags(simulation) == [pytest.approx(LATENCY)]
    assert simulation.count("read") == 1


def test_a_slow_list_does_not_wake_the_other_waiters_often():
    simulation = waited({f"t{index}": 60.0 for index in range(50)}, list_latency=2.0).run()
    polls = simulation.count("list")
    assert polls <= 60 / 2
    assert max(one.steps["pause"] for one in simulation.waits) <= 10 * polls
