"""What bounds a stream: ceilings, quiet, and readers and sources of another pace."""

import asyncio
import threading

import pytest
from tests.plugin.streaming.conftest import attentive, begin, settled, speech, turn, until, word
from tests.plugin.streaming.reading import collected, kinds, live

from assemblyai_tools import StreamControl, StreamReaderError
from assemblyai_tools.streaming.outlet import MOST_EVENTS, STALLED_SECONDS


@pytest.mark.parametrize("limit", [{"max_seconds": 5}, {"max_cost": 0.15 / 720}])
async def test_a_ceiling_ends_the_session(opened, service, clock, limit):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(opened(live(speech(100)), **limit), told))
    await until(lambda: told)
    await clock.pass_by(4)
    assert kinds(told) == ["Begin"]
    await clock.pass_by(2)
    await reading
    assert kinds(told) == ["Begin", "Warning", "Termination"]
    assert next(iter(limit)) in told[1].warning


async def test_a_reader_that_stalls_ends_the_session(opened, service, clock):
    async def script(session):
        await session.tell(begin(), turn(0, word("hello", 0, 50)))
        await session.finish()

    service.scripts = [script]
    stream = opened(live(speech(100)))
    await anext(stream)
    await until(lambda: stream._session._outlet._events)
    await clock.pass_by(STALLED_SECONDS + 2)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])
    told = []
    with pytest.raises(StreamReaderError, match="Nobody read the stream's events for 120 s"):
        await collected(stream, told)
    assert kinds(told) == ["Turn", "Termination"]


async def test_a_flood_of_turns_that_nobody_reads_ends_the_session_and_is_not_taken(opened, service):
    async def script(session):
        flood = (turn(number, word("hello", 0, 50)) for number in range(2000))
        telling = asyncio.create_task(session.tell(begin(), *flood))
        await session.listen()
        await asyncio.wait({telling})

    service.scripts, told = [script], []
    stream = opened(live(speech(100)))
    await anext(stream)
    await until(lambda: stream._session._outlet.is_full)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])
    with pytest.raises(StreamReaderError, match="come faster than they are read"):
        await collected(stream, told)
    assert kinds(told) == ["Turn"] * MOST_EVENTS


async def test_a_full_outlet_ends_the_session_although_nothing_more_comes(opened, service, clock):
    async def script(session):
        await session.tell(begin(), *(turn(number, word("hello", 0, 50)) for number in range(MOST_EVENTS)))
        await session.finish()

    service.scripts = [script]
    stream = opened(live(speech(100)))
    await anext(stream)
    await until(lambda: stream._session._outlet.is_full)
    await clock.pass_by(2)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])
    with pytest.raises(StreamReaderError, match="come faster than they are read"):
        await collected(stream)


async def test_audio_far_ahead_of_the_clock_waits(opened, service, clock, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)
    service.scripts, told = [attentive], []
    stream = opened([speech(1000)] * 60)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: told)
    session = service.sessions[0]
    await until(lambda: clock.waiting == 2)  # two sleep: the look at the clock, and the sender
    await until(lambda: len(session.audio) >= len(speech(10_000)))
    assert len(session.audio) <= len(speech(11_500))
    assert stream._session._protocol.lead_ms in range(9000, 11_500)  # kept, as it may not have been heard
    for _ in range(50):
        await clock.pass_by(1)
        await asyncio.sleep(0.001)
    await reading
    assert len(session.audio) == len(speech(60_000))
    assert kinds(told) == ["Begin", "Termination"]


@pytest.mark.parametrize("most", [4, 30])
async def test_a_ceiling_counts_the_audio_that_was_sent_ahead_and_is_still_to_be_heard(
    opened, service, clock, monkeypatch, most
):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(opened([speech(1000)] * 60, max_seconds=most), told))
    await until(lambda: told)
    session = service.sessions[0]
    await until(lambda: clock.waiting == 2)  # two sleep: the look at the clock, and the sender
    begun = clock.now
    while not reading.done():
        await clock.pass_by(0.5)
        await asyncio.sleep(0.001)
    assert f"max_seconds={most} is reached" in told[1].warning
    assert clock.now - begun < most
    assert len(speech(500 * most)) <= len(session.audio) <= len(speech(1000 * most + 1000))


async def test_a_source_waits_while_a_minute_and_a_half_of_audio_is_unsent(opened, service, clock):
    given = []

    async def source():
        for _ in range(200):
            given.append(1)
            yield speech(1000)

    go_on = threading.Event()

    async def script(session):
        await asyncio.to_thread(go_on.wait)
        await attentive(session)

    service.scripts = [script]
    stream = opened(source())
    reading = asyncio.create_task(collected(stream))
    await until(lambda: stream._session._protocol.is_full)
    await settled()
    assert len(given) == 90
    go_on.set()
    await reading
    assert len(given) == 200


async def test_an_hour_without_speech_ends_the_session(opened, service, clock):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(opened(live(speech(100))), told))
    await until(lambda: told)
    await clock.pass_by(601)
    assert kinds(told) == ["Begin", "Warning"]
    assert "Nobody has spoken for 10 min" in told[1].warning
    await clock.pass_by(3000)
    await reading
    assert kinds(told) == ["Begin", "Warning", "Warning", "Termination"]
    assert "nobody spoke for 1 h 0 min" in told[2].warning


async def test_who_waits_for_speech_for_hours_can_say_so(opened, service, clock):
    service.scripts, told, control = [attentive], [], StreamControl()
    stream = opened(live(speech(100)), control=control, max_quiet_seconds=None)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: told)
    await clock.pass_by(4500)
    control.end()
    await reading
    assert kinds(told) == ["Begin", "Warning", "Termination"]
