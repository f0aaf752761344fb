"""A reader stops, leaves, is cancelled or forgotten at any moment of a stream: the emulator's session ends."""

import asyncio
import gc
import threading

import pytest
from tests.live.conftest import GIVEN, audio, finals, until
from tests.plugin.streaming.reading import Source, kinds, read

from assemblyai_tools import AsyncClient, Client, StreamReaderError
from assemblyai_tools.streaming.outlet import STALLED_SECONDS


@pytest.fixture
def faults(request):
    return getattr(request, "param", [])


async def test_a_consumer_that_stops_reading_ends_the_session(client, emulator, clock, ended):
    source = Source(audio(4000))
    stream = client.stream(source, **GIVEN)
    await anext(stream)
    await until(lambda: len(emulator.sessions[0].audio) == len(audio(4000)))
    await until(lambda: len(stream._session._outlet._events) == 5)
    await clock.pass_by(STALLED_SECONDS + 2)
    assert await ended() == ["ended by the client"]
    told = []
    await read(stream, told)
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]
    assert kinds(told)[-2:] == ["Termination", "StreamReaderError"]
    assert "Nobody read the stream's events for 120 s" in str(told[-1])


async def test_of_two_readers_the_second_is_told_and_the_first_goes_on(client, ended):
    source = Source(audio(100))
    stream, told = client.stream(source, **GIVEN), []
    first = asyncio.create_task(read(stream, told))
    await until(lambda: told)
    with pytest.raises(StreamReaderError, match="open a stream for each reader"):
        await anext(stream)
    source.hear(audio(3900))
    source.end()
    await first
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]
    assert await ended() == ["ended by the client"]


SLOW = [{"method": "GET", "path": "/v3/ws", "fault": "stream-delay; seconds=0.5"}]


class Connecting:
    """The handshake is not answered."""

    state, given, faults = "deaf", [audio(1500)], []

    async def reached(self, network, emulator, told):
        await until(lambda: network.tries)


class Listening:
    """A turn is spoken."""

    state, given, faults = "up", [audio(1500)], []

    async def reached(self, network, emulator, told):
        await until(lambda: len(told) == 3)


class Ending:
    """The session was asked to end, and its last turns are due."""

    state, given, faults = "up", [audio(1500), None], SLOW

    async def reached(self, network, emulator, told):
        await until(lambda: emulator.sessions and "Terminate" in emulator.sessions[0].orders)


class Pausing(Listening):
    """The connection was lost, and a new one is tried."""

    async def reached(self, network, emulator, told):
        await super().reached(network, emulator, told)
        network.set("down")
        await until(lambda: network.tries > 1)


MOMENTS = [(moment, moment.faults) for moment in (Connecting(), Listening(), Ending(), Pausing())]


@pytest.mark.parametrize(
    ("moment", "faults"), MOMENTS, indirect=["faults"], ids=[type(moment).__name__ for moment, _ in MOMENTS]
)
async def test_cancelling_the_reader_ends_the_session_at_any_moment(
    client, network, emulator, ended, moment, monkeypatch
):
    monkeypatch.setattr("assemblyai_tools.streaming.connection._CLOSE_SECONDS", 0.05)
    network.set(moment.state)
    before, told = asyncio.all_tasks(), []
    reading = asyncio.create_task(read(client.stream(Source(*moment.given), **GIVEN), told))
    await moment.reached(network, emulator, told)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert asyncio.all_tasks() <= before
    network.set("up")
    assert set(await ended()) <= {"ended by the client", "lost"}


async def test_a_forgotten_stream_ends_its_session(client, ended):
    stream = client.stream(Source(audio(1500)), **GIVEN)
    await anext(stream)
    del stream
    gc.collect()
    assert await ended() == ["ended by the client"]


async def test_a_forgotten_blocking_stream_ends_its_session(settings, ended, waiting):
    def forget():
        with Client(settings) as client:
            stream = client.stream(waiting, **GIVEN)
            next(stream)
            del stream
            gc.collect()

    await asyncio.to_thread(forget)
    assert await ended() == ["ended by the client"]


async def test_closing_a_blocking_stream_from_another_thread_ends_its_reader(settings, ended, waiting):
    with Client(settings) as client:
        stream, told = client.stream(waiting, **GIVEN), []
        reading = threading.Thread(target=lambda: told.extend(stream))
        reading.start()
        await until(lambda: told)
        with pytest.raises(StreamReaderError, match="open a stream for each reader"):
            next(stream)
        await asyncio.to_thread(stream.close)
        await asyncio.to_thread(reading.join)
    assert await ended() == ["ended by the client"]


async def test_the_end_of_the_event_loop_ends_the_session(settings, ended):
    async def main():
        stream = AsyncClient(settings).stream(Source(audio(1500)), **GIVEN)
        await anext(stream)
        kept.append(stream)

    kept = []
    await asyncio.to_thread(asyncio.run, main())
    assert await ended() == ["ended by the client"]
