"""The events that wait for their reader: bounded, in order, none of them out of date for long."""

import asyncio

import pytest

from assemblyai_tools import Heartbeat, Silence, Turn
from assemblyai_tools.streaming.outlet import MOST_EVENTS, Outlet


def partial(order, text, *, end=False):
    return Turn(turn_order=order, transcript=text, end_of_turn=end)


async def taken(outlet):
    outlet.finish()
    told = []
    while (event := await outlet.get(0)) is not None:
        told.append(event)
    return told


async def test_a_reader_that_keeps_up_sees_everything():
    outlet = Outlet()
    for text in ("a", "ab", "abc"):
        outlet.put(partial(0, text), 0)
    assert [event.transcript for event in await taken(outlet)] == ["a", "ab", "abc"]


async def test_a_slow_reader_sees_the_last_state_of_each_turn():
    outlet = Outlet()
    for number in range(100):
        outlet.put(partial(number, "done", end=True), 0)
        outlet.put(partial(number + 1, "a"), 0)
        outlet.put(partial(number + 1, "ab"), 0)
    told = await taken(outlet)
    assert [event.turn_order for event in told if event.end_of_turn] == list(range(100))
    assert len(told) < 130


async def test_what_is_of_the_moment_is_replaced():
    outlet = Outlet()
    for number in range(100):
        outlet.put(Silence(start_ms=1000 * number, end_ms=1000 * number + 1000), 0)
    told = await taken(outlet)
    assert len(told) == 16
    assert (told[-1].start_ms, told[-1].end_ms) == (15_000, 100_000)
    outlet = Outlet()
    for number in range(100):
        beat = Heartbeat(total_audio_received_ms=number, total_duration_ms=0, realtime_factor=1)
        outlet.put(beat, 0)
    assert [beat.total_audio_received_ms for beat in await taken(outlet)] == [*range(15), 99]


async def test_it_says_when_it_is_full():
    outlet = Outlet()
    for number in range(MOST_EVENTS):
        assert not outlet.is_full
        outlet.put(partial(number, "done", end=True), 0)
    assert outlet.is_full


async def test_it_knows_since_when_nobody_reads():
    outlet = Outlet()
    assert outlet.waited(5) == 0
    outlet.put(partial(0, "a"), 10)
    outlet.put(partial(0, "ab"), 20)
    assert outlet.waited(30) == 20
    await outlet.get(30)
    assert outlet.waited(31) == 1
    await outlet.get(31)
    assert outlet.waited(99) == 0


async def test_a_reader_waits_for_the_next_event():
    outlet = Outlet()
    reading = asyncio.create_task(outlet.get(0))
    await asyncio.sleep(0)
    outlet.put(partial(0, "a"), 0)
    assert (await reading).transcript == "a"


async def test_an_error_comes_after_the_events_and_once():
    outlet = Outlet()
    outlet.put(partial(0, "a"), 0)
    outlet.finish(RuntimeError("lost"))
    outlet.finish(RuntimeError("later"))
    assert (await outlet.get(0)).transcript == "a"
    with pytest.raises(RuntimeError, match="lost"):
        await outlet.get(0)
    assert await outlet.get(0) is None
