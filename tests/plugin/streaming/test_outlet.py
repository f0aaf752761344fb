"""The events that wait for their reader: bounded, in order, none of them out of date for long."""

import asyncio

import pytest

from assemblyai_tools import Heartbeat, Silence, StreamReaderError, Turn
from assemblyai_tools.streaming.outlet import MOST_EVENTS, STALLED_SECONDS, Outlet


def partial(order, text, *, end=False):
    return Turn(turn_order=order, transcript=text, end_of_turn=end)


async def taken(outlet):
    outlet.finish()
    told = []
    while (event := await outlet.get()) is not None:
        told.append(event)
    return told


async def test_a_reader_that_keeps_up_sees_everything(clock):
    outlet = Outlet(clock)
    for text in ("a", "ab", "abc"):
        outlet.put(partial(0, text))
    assert [event.transcript for event in await taken(outlet)] == ["a", "ab", "abc"]


async def test_a_slow_reader_sees_the_last_state_of_each_turn(clock):
    outlet = Outlet(clock)
    for number in range(100):
        outlet.put(partial(number, "done", end=True))
        outlet.put(partial(number + 1, "a"))
        outlet.put(partial(number + 1, "ab"))
    told = await taken(outlet)
    assert [event.turn_order for event in told if event.end_of_turn] == list(range(100))
    assert len(told) < 130


async def test_what_is_of_the_moment_is_replaced(clock):
    outlet = Outlet(clock)
    for number in range(100):
        outlet.put(Silence(start_ms=1000 * number, end_ms=1000 * number + 1000))
    told = await taken(outlet)
    assert len(told) == 16
    assert (told[-1].start_ms, told[-1].end_ms) == (15_000, 100_000)
    outlet = Outlet(clock)
    for number in range(100):
        beat = Heartbeat(total_audio_received_ms=number, total_duration_ms=0, realtime_factor=1)
        outlet.put(beat)
    assert [beat.total_audio_received_ms for beat in await taken(outlet)] == [*range(15), 99]


async def test_it_takes_no_more_events_than_it_may_hold(clock):
    outlet = Outlet(clock)
    for number in range(MOST_EVENTS):
        assert outlet.fault is None
        outlet.put(partial(number, "done", end=True))
    assert outlet.is_full
    assert "events come faster than they are read: 1,000 wait" in str(outlet.fault)
    with pytest.raises(StreamReaderError, match="come faster than they are read"):
        outlet.put(partial(MOST_EVENTS, "done", end=True))
    assert len(await taken(outlet)) == MOST_EVENTS


async def test_where_it_is_full_what_is_of_the_moment_is_still_replaced(clock):
    outlet = Outlet(clock)
    for number in range(MOST_EVENTS):
        outlet.put(partial(number, "done", end=number < MOST_EVENTS - 1))
    outlet.put(partial(MOST_EVENTS - 1, "at last", end=True))
    assert (await taken(outlet))[-1].transcript == "at last"


async def test_a_reader_that_takes_nothing_is_at_fault_after_a_while(clock):
    outlet = Outlet(clock)
    clock.now += 2 * STALLED_SECONDS
    outlet.put(partial(0, "a"))
    clock.now += STALLED_SECONDS / 2
    outlet.put(partial(0, "ab"))
    clock.now += STALLED_SECONDS / 2
    assert outlet.fault is None
    clock.now += 1
    assert "Nobody read the stream's events for 120 s" in str(outlet.fault)
    await outlet.get()
    assert outlet.fault is None
    clock.now += STALLED_SECONDS + 1
    assert outlet.fault is not None
    await outlet.get()
    assert outlet.fault is None


async def test_a_reader_that_waited_long_has_just_begun_with_what_then_comes_at_once(clock):
    outlet = Outlet(clock)
    reading = asyncio.create_task(outlet.get())
    await asyncio.sleep(0)
    clock.now += 300
    outlet.put(partial(0, "a"))
    outlet.put(partial(0, "ab"))
    await reading
    clock.now += 1.5
    assert outlet.fault is None


async def test_a_reader_waits_for_the_next_event(clock):
    outlet = Outlet(clock)
    reading = asyncio.create_task(outlet.get())
    await asyncio.sleep(0)
    outlet.put(partial(0, "a"))
    assert (await reading).transcript == "a"


async def test_an_error_comes_after_the_events_and_once(clock):
    outlet = Outlet(clock)
    outlet.put(partial(0, "a"))
    outlet.finish(RuntimeError("lost"))
    outlet.finish(RuntimeError("later"))
    assert (await outlet.get()).transcript == "a"
    with pytest.raises(RuntimeError, match="lost"):
        await outlet.get()
    assert await outlet.get() is None
