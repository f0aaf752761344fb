"""When a stream ends: sessions are billed, so none is kept without a reason."""

import asyncio
import threading

import pytest
from tests.plugin.streaming.conftest import (
    KEY,
    TERMINATION,
    attentive,
    begin,
    settled,
    speech,
    turn,
    until,
    word,
)
from tests.plugin.streaming.reading import kinds, live, passing, read, warnings

from assemblyai_tools import StreamControl
from assemblyai_tools.streaming.dialing import connect_websocket
from assemblyai_tools.streaming.faults import UnreachableError
from assemblyai_tools.streaming.last_turns import LAST_TURNS_SECONDS


@pytest.fixture
def network():
    """A network to the scripted service, which can be down, or hang."""

    class Network:
        is_down, hangs = False, None

        async def __call__(self, address, parameters):
            if self.is_down:
                raise UnreachableError("no route to host")
            if self.hangs is not None:
                await self.hangs.wait()
            return await connect_websocket(address, parameters)

    return Network()


async def test_a_ceiling_that_is_reached_in_an_outage_opens_no_session(opened, service, clock, network):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.listen()

    service.scripts, told = [script], []
    stream = opened(live(speech(1000)), connect=network, max_seconds=5)
    reading, start = asyncio.create_task(read(stream, told)), clock()
    await until(lambda: service.sessions and service.sessions[0].audio)
    network.is_down = True
    service.loop.call_soon_threadsafe(service.sessions[0].break_off)
    await until(lambda: stream._session._link is None)
    await passing(clock, reading)
    assert kinds(told) == ["Begin", "Warning", "Warning"]
    assert "max_seconds=5 is reached" in told[2].warning
    assert clock() - start <= 6
    assert len(service.sessions) == 1


@pytest.mark.parametrize("hangs", [True, False])
async def test_an_end_in_an_outage_waits_for_nothing_when_all_turns_are_told(
    opened, service, clock, network, hangs
):
    async def script(session):
        await session.tell(begin())
        await session.hear(1000)
        await session.tell(turn(0, word("hello", 0, 1000)))
        await session.listen()

    service.scripts, told, control = [script], [], StreamControl()
    stream = opened(live(speech(1000)), connect=network, control=control)
    reading = asyncio.create_task(read(stream, told))
    await until(lambda: len(told) == 2)
    network.is_down, network.hangs = not hangs, asyncio.Event()
    service.loop.call_soon_threadsafe(service.sessions[0].break_off)
    await until(lambda: stream._session._link is None)
    await clock.pass_by(1)
    control.end()
    start = clock()
    await passing(clock, reading)
    assert kinds(told) == ["Begin", "Turn", "Warning", "Warning"]
    assert "did not confirm the end" in warnings(told)[-1]
    assert clock() - start <= LAST_TURNS_SECONDS + 1
    assert len(service.sessions) == 1


async def test_an_end_in_the_pause_before_a_new_session_tells_of_none(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(1000)
        await session.tell(turn(0, word("hello", 0, 1000)))
        await session.listen()

    service.scripts, told, control = [script], [], StreamControl()
    stream = opened(live(speech(1000)), control=control)
    reading = asyncio.create_task(read(stream, told))
    await until(lambda: len(told) == 2)
    service.loop.call_soon_threadsafe(service.sessions[0].break_off)
    await until(lambda: clock.waiting == 2)  # two sleep: the look at the clock, and the pause
    control.end()
    await reading
    assert kinds(told) == ["Begin", "Turn", "Warning"]
    assert "did not confirm the end" in told[2].warning


async def test_an_end_after_the_inactivity_timeout_is_told(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(turn(0, word("hello", 0, 50)))
        await session.socket.close(1000)

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(100)), inactivity_timeout=5), told)))
    assert kinds(told) == ["Begin", "Turn", "Warning"]
    assert told[2].warning == "The service ended the session: no audio came for 5 s (inactivity_timeout)."


async def test_leaving_while_a_connection_is_opened_ends_the_session_it_becomes(opened, service, network):
    async def script(session):
        await session.finish()

    service.scripts, network.hangs = [script], asyncio.Event()
    reading = asyncio.create_task(anext(opened(live(speech(100)), connect=network)))
    await settled()
    reading.cancel()
    await settled()
    assert not reading.done()
    network.hangs.set()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert service.sessions[0].messages == [{"type": "Terminate"}]


@pytest.mark.parametrize("is_down", [True, False])
async def test_leaving_while_no_connection_comes_about_takes_seconds_at_most(
    opened, service, clock, network, is_down
):
    network.is_down, network.hangs = is_down, asyncio.Event()
    stream = opened(live(speech(100)), connect=network)
    reading = asyncio.create_task(anext(stream, None))
    await settled()
    start, leaving = clock(), asyncio.create_task(stream.aclose())
    await passing(clock, leaving)
    await reading
    assert clock() - start <= LAST_TURNS_SECONDS + 1
    assert service.sessions == []


async def test_last_turns_are_waited_for_as_long_as_they_come(opened, service, clock, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)
    go_on = threading.Semaphore(0)

    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        for number in range(4):
            await asyncio.to_thread(go_on.acquire)
            await session.tell(turn(number, word("hello", 0, 50)))
        await session.tell(TERMINATION)

    service.scripts, told = [script], []
    reading = asyncio.create_task(read(opened([speech(100)]), told))
    await until(lambda: service.sessions and service.sessions[0].messages)
    for number in range(4):
        await clock.pass_by(LAST_TURNS_SECONDS - 1)
        go_on.release()
        await until(lambda: len(told) > 1 + number)  # noqa: B023
    await reading
    assert kinds(told) == ["Begin", "Turn", "Turn", "Turn", "Turn", "Termination"]


async def test_the_source_is_closed_when_who_leaves_goes_on(client, service):
    closed = []

    async def source():
        try:
            yield speech(100)
            await asyncio.Event().wait()
        finally:
            await settled()
            closed.append(True)

    service.scripts = [attentive]
    stream = client.stream(source(), speech_model="u3-rt-pro", sample_rate=16_000)
    await anext(stream)
    await stream.aclose()
    assert closed == [True]


async def test_an_error_of_the_source_does_not_show_the_key(client, service):
    def source():
        yield speech(100)
        raise OSError(f"refused: {KEY}")

    service.scripts, told = [attentive], []
    with pytest.raises(OSError, match="refused") as raised:
        await read(client.stream(source(), speech_model="u3-rt-pro", sample_rate=16_000), told)
    assert KEY not in str(raised.value)


async def test_the_wait_for_last_turns_starts_anew_in_a_new_session(
    opened, service, clock, network, monkeypatch
):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)

    async def first(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.listen()

    async def second(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.tell(turn(0, word("hello", 0, 500)), TERMINATION)

    service.scripts, told = [first, second], []
    stream = opened([speech(1000)], connect=network)
    reading = asyncio.create_task(read(stream, told))
    await until(lambda: service.sessions and service.sessions[0].messages)
    network.is_down = True
    service.loop.call_soon_threadsafe(service.sessions[0].break_off)
    await until(lambda: stream._session._link is None)
    await clock.pass_by(4 * LAST_TURNS_SECONDS)
    network.is_down = False
    await passing(clock, reading)
    assert kinds(told) == ["Begin", "Warning", "Begin", "Turn", "Termination"]
