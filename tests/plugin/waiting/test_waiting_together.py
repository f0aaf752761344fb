"""Many waits at once against a simulated service: all end in time, with few requests, and leave nothing behind."""

from math import ceil, inf

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.plugin.simulation import HOOK, Simulation

from assemblyai_tools.api.listing import PAGE_SIZE
from assemblyai_tools.waiting.list_polling import LIST_BACK_OFF, LIST_TIMEOUT
from assemblyai_tools.waiting.schedule import READS_PER_SECOND

NOTHING = ({}, set(), None)


def spread(count, *, begin=1.0, over=58.0):
    """Transcripts that end one after another, `over` so many seconds."""
    return {f"t{i}": begin + i * over / count for i in range(count)}


def crowd(count, seconds=60, **changes):
    simulation = Simulation(spread(count), **changes)
    for name in simulation.ends:
        simulation.wait(name, seconds, fresh=True)
    return simulation


def longest_delay(simulation):
    """The most seconds between the end of a transcript and the return of its wait."""
    return max(
        waited.ended - simulation.begin - max(simulation.ends[waited.id], waited.started - simulation.begin)
        for waited in simulation.waits
        if waited.doing == "returned"
    )


@pytest.mark.parametrize(("count", "delay"), [(1, 1.2), (2, 1.2), (50, 1.2), (450, 1.5)])
def test_every_wait_returns_soon_after_the_end_at_the_cost_of_few_requests(count, delay):
    simulation = crowd(count).run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= delay
    assert simulation.count("list") <= 62 * ceil(count / PAGE_SIZE)
    assert simulation.count("read") <= 2 * count + 60, "the last waiter reads singly"
    assert max(waited.steps.total() for waited in simulation.waits) <= 60 * 3
    assert simulation.left_behind == NOTHING


def test_fifty_waits_of_a_minute_cost_a_poll_of_the_list_a_second_and_two_reads_each():
    simulation = Simulation(dict.fromkeys(spread(50), inf))
    for name in simulation.ends:
        simulation.wait(name, 60)
    simulation.run()
    assert {waited.status for waited in simulation.waits} == {"processing"}
    assert max(waited.late for waited in simulation.waits) <= 0.21
    assert simulation.count("list") <= 60
    assert [waited.steps["read"] for waited in simulation.waits] == [2] * 50
    assert simulation.left_behind == NOTHING


def test_a_single_wait_never_polls_the_list():
    simulation = crowd(1, seconds=300)
    simulation.ends["t0"] = 290.0
    simulation.run()
    assert simulation.count("list") == 0
    assert simulation.count("read") <= 360, "one and a quarter per second"


def test_a_wait_of_no_seconds_reads_once_and_delays_no_other():
    simulation = crowd(50)
    for name in simulation.ends:
        simulation.wait(name, 0, at=5.05)
    simulation.run()
    assert [waited.steps for waited in simulation.waits[50:]] == [{"read": 1}] * 50
    assert longest_delay(simulation) <= 1.2
    assert simulation.left_behind == NOTHING


def test_a_transcript_that_ended_long_ago_is_returned_at_once_although_others_wait():
    simulation = crowd(50)
    simulation.ends = {"old": 0.0, **simulation.ends}
    simulation.hidden = {"old"}
    old = simulation.wait("old", 45, at=5.05)
    simulation.run()
    assert (old.status, old.steps) == ("completed", {"read": 1})


def test_a_transcript_that_the_list_does_not_show_is_read_singly():
    simulation = crowd(50)
    simulation.hidden = {"t25"}
    simulation.run()
    alone = simulation.waits[25]
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert alone.steps["read"] > 10
    assert max(waited.steps["read"] for waited in simulation.waits if waited is not alone) <= 20
    assert simulation.left_behind == NOTHING


def test_callers_that_wait_for_the_same_transcript_all_get_it():
    simulation = Simulation({"t1": 20.0})
    simulation.wait("t1", 60, fresh=True)
    simulation.wait("t1", 60, at=3.3)
    simulation.wait("t1", 10, at=4.4)
    simulation.run()
    assert [waited.status for waited in simulation.waits] == ["completed", "completed", "processing"]
    assert simulation.count("list") == 0
    assert longest_delay(simulation) <= 1.2
    assert simulation.left_behind == NOTHING


@pytest.mark.parametrize("count", [50, 450])
def test_after_a_list_that_fails_for_a_while_polling_backs_off_and_then_resumes(count):
    simulation = crowd(count, list_fails=lambda now: 3 < now < 9).run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= LIST_BACK_OFF + 4
    assert any(moment > 20 for moment, kind in simulation.requests if kind == "list")
    assert simulation.count("read") <= 2 * count + READS_PER_SECOND * 20
    assert simulation.left_behind == NOTHING


@pytest.mark.parametrize("count", [2, 50, 450])
def test_a_list_that_always_fails_leaves_single_reads_within_the_rate(count):
    simulation = crowd(count, list_fails=lambda _now: True).run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= count / READS_PER_SECOND + 1.2
    assert simulation.count("list") <= ceil(60 / LIST_BACK_OFF) + 1
    assert simulation.count("read") <= 2 * count + READS_PER_SECOND * 60
    assert simulation.left_behind == NOTHING


@pytest.mark.parametrize("count", [50, 450])
def test_a_list_that_hangs_delays_only_the_waiters_that_poll_it(count):
    simulation = crowd(count, list_fails=lambda _now: True, list_latency=42.0).run()
    others = [waited for waited in simulation.waits if not waited.steps["list"]]
    assert len(others) >= count - 4
    assert {waited.status for waited in others} == {"completed"}
    assert max(waited.late for waited in others) <= 0.21
    delays = [waited.ended - simulation.begin - simulation.ends[waited.id] for waited in others]
    assert max(delays) <= LIST_TIMEOUT + count / READS_PER_SECOND
    assert simulation.left_behind == NOTHING


@pytest.mark.parametrize("count", [2, 50, 450])
def test_when_a_waiter_is_abandoned_during_its_poll_of_the_list_the_next_one_takes_over(count):
    simulation = crowd(count)

    def leave_while_polling():
        polling = [waited for waited in simulation.waits if waited.doing == "list"]
        for waited in polling:
            simulation.leave(waited)
        if not polling:
            simulation.at(simulation.now - simulation.begin + 0.03, leave_while_polling)

    simulation.at(0.6, leave_while_polling)
    simulation.run()
    assert [waited.doing for waited in simulation.waits].count("left") == 1
    assert {waited.status for waited in simulation.waits if waited.doing == "returned"} == {"completed"}
    assert longest_delay(simulation) <= (1.2 if count < 200 else 1.5)
    assert simulation.count("read") <= 2 * count + 60
    assert simulation.left_behind == NOTHING


def test_a_read_that_lags_behind_the_list_is_repeated_a_little_later():
    simulation = crowd(2, lag=1.3).run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= 1.3 + 1.2
    assert simulation.left_behind == NOTHING


def with_webhooks(count, **changes):
    simulation = crowd(count, **changes)
    simulation.watch.webhook = HOOK
    return simulation


@pytest.mark.parametrize("count", [1, 50, 450])
def test_a_notification_ends_a_wait_at_once_and_polls_become_a_fallback(count):
    simulation = with_webhooks(count)
    for name, end in simulation.ends.items():
        simulation.notify(name, end + 0.05)
    simulation.run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= 0.16
    assert simulation.count("list") == 0
    assert simulation.count("read") <= 4 * count, "one early, one after half a minute, one at the end"
    assert simulation.left_behind == NOTHING


def test_a_lost_notification_delays_a_wait_by_half_a_minute_at_most():
    simulation = with_webhooks(3).run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= 30.2


def with_three_of(lengths):
    simulation = Simulation({f"t{index}": length for index, length in enumerate(lengths)})
    simulation.watch.webhook = HOOK
    for name in simulation.ends:
        simulation.wait(name, 900, fresh=True)
    return simulation


def test_once_a_notification_has_arrived_long_jobs_are_not_polled_either():
    simulation = with_three_of((5, 100, 250))
    for name, end in simulation.ends.items():
        simulation.notify(name, end)
    simulation.run()
    assert simulation.requests == [(5, "read"), (100, "read"), (250, "read")]


def test_the_first_notification_lost_after_that_is_noticed_within_five_minutes_and_the_others_with_it():
    simulation = with_three_of((5, 100, 250))
    simulation.notify("t0", 5)
    simulation.run()
    assert {waited.status for waited in simulation.waits} == {"completed"}
    assert longest_delay(simulation) <= 200.2
    assert [kind for _, kind in simulation.requests] == ["read"] * 3
    assert max(time for time, _ in simulation.requests) <= 300.2


def test_after_a_lost_notification_fallback_polls_are_half_a_minute_apart_again():
    simulation = with_three_of((5, 290, 320))
    simulation.notify("t0", 5)
    simulation.wait("t2", 900, at=310, fresh=True)
    simulation.run()
    times = [time for time, _ in simulation.requests]
    assert times == [5, 300, 300, *times[3:]], (
        "one for the lost notification, one for the other that may be lost"
    )
    assert times[-1] == pytest.approx(330, abs=0.5)


def test_an_early_notification_ends_the_wait_at_once():
    simulation = with_webhooks(1)
    simulation.waits.clear()
    simulation._events.clear()
    simulation.notify("t0", 1.0)
    simulation.wait("t0", 60, at=5.0, fresh=True)
    simulation.run()
    assert simulation.waits[0].steps == {"read": 1}
    assert simulation.left_behind == NOTHING
    assert simulation.watch._early.ids == {}


def test_a_notification_after_the_wait_is_buffered_for_the_next_one():
    simulation = with_webhooks(1, seconds=10)
    simulation.notify("t0", 30.0)
    later = simulation.wait("t0", 60, at=40.0, fresh=True)
    simulation.run()
    assert later.steps == {"read": 1}
    assert simulation.watch._early.ids == {}


def test_a_read_that_lags_behind_its_notification_is_not_repeated_only_after_half_a_minute():
    simulation = with_webhooks(1, lag=4.0)
    simulation.notify("t0", 1.05)
    simulation.run()
    assert simulation.waits[0].status == "completed"
    assert longest_delay(simulation) <= 4.0 + 0.8


WAITS = st.tuples(st.integers(0, 11), st.sampled_from([0, 1, 7, 45]), st.floats(0, 30), st.booleans())


@settings(deadline=None, derandomize=True, max_examples=150)
@given(
    ends=st.lists(st.one_of(st.floats(0, 60), st.just(inf)), min_size=12, max_size=12),
    hidden=st.sets(st.integers(0, 11)),
    waits=st.lists(WAITS, min_size=1, max_size=30),
    abandoned=st.lists(st.tuples(st.integers(0, 29), st.floats(0, 60)), max_size=5),
    notified=st.lists(st.tuples(st.integers(0, 11), st.floats(0, 60)), max_size=6),
    failing=st.tuples(st.floats(0, 60), st.floats(0, 60)),
    webhooks=st.booleans(),
)
def test_in_any_mix_of_events_every_wait_returns_in_time_and_nothing_is_left_behind(
    ends, hidden, waits, abandoned, notified, failing, webhooks
):
    simulation = Simulation(
        {f"t{i}": end for i, end in enumerate(ends)},
        hidden={f"t{i}" for i in hidden},
        list_fails=lambda now: min(failing) < now < max(failing),
    )
    simulation.watch.webhook = HOOK if webhooks else None
    for number, seconds, at, fresh in waits:
        simulation.wait(f"t{number}", seconds, at=at, fresh=fresh)
    for number, at in abandoned:
        simulation.abandon(simulation.waits[number % len(waits)], at)
    for number, at in notified:
        simulation.notify(f"t{number}", at)
    simulation.run()
    for waited in simulation.waits:
        assert waited.steps.total() <= waited.seconds * 12 + 3
        if waited.doing == "returned":
            assert waited.late <= 0.31, "a poll of the list, or a read, and the last read"
            assert waited.status == "completed" or waited.late >= 0
    assert simulation.left_behind == NOTHING
