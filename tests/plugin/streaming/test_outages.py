"""Networks that go away, and come back or do not."""

import asyncio

import pytest
from tests.plugin.streaming.conftest import TERMINATION, begin, speech, turn, until, word
from tests.plugin.streaming.reading import Source, collected, kinds

from assemblyai_tools import (
    AuthenticationError,
    ConnectionFailedError,
    RateLimitedError,
    ServerError,
    StreamControl,
    StreamWarning,
)
from assemblyai_tools.streaming.dialing import connect_websocket
from assemblyai_tools.streaming.faults import RefusedError, UnreachableError


class Network:
    """Connects to the scripted service, while it is there."""

    def __init__(self, clock):
        self.clock, self.back_at, self.tries, self.refusals = clock, 0.0, 0, []

    async def __call__(self, address, parameters):
        self.tries += 1
        if self.clock() < self.back_at:
            raise UnreachableError("no route to host")
        if self.refusals:
            raise self.refusals.pop(0)
        return await connect_websocket(address, parameters)


@pytest.fixture
def network(clock):
    return Network(clock)


async def lost(session):
    """A turn, the beginning of the next, and no more."""
    await session.tell(begin())
    await session.hear(3000)
    await session.tell(
        turn(0, word("hello", 100, 1000)), turn(1, word("how", 1200, 1500), end=False), turn(1, end=False)
    )
    await session.hear_message("ForceEndpoint")
    session.break_off()


async def found_again(session):
    await session.tell(begin(id="session-2"))
    await session.hear(1000)
    await session.tell(turn(0, word("how", 200, 500), word("much", 600, 700)))
    await session.finish()


@pytest.mark.parametrize("seconds", [1, 10, 60])
async def test_after_an_outage_the_stream_goes_on_and_nothing_is_lost(
    opened, service, clock, network, seconds
):
    service.scripts, told, source, control = [lost, found_again], [], Source(), StreamControl()
    stream = opened(source, connect=network, control=control)
    reading = asyncio.create_task(collected(stream, told))
    source.hear(speech(3000))
    await until(lambda: len(told) == 4)
    network.back_at = clock() + seconds
    control.force_endpoint()
    await until(lambda: stream._session._link is None)
    for _ in range(seconds):
        source.hear(speech(1000))
        await clock.pass_by(1)
    while len(service.sessions) < 2:
        await clock.pass_by(1)
    source.end()
    await reading
    assert kinds(told) == ["Begin", "Turn", "Turn", "Turn", "Warning", "Begin", "Turn", "Termination"]
    assert "The connection to the session was lost" in told[4].warning
    final = told[6]
    assert (final.turn_order, final.transcript, final.start_ms, final.is_final) == (1, "how much", 1200, True)
    # All that no turn acknowledged, which is all but the first second.
    assert len(service.sessions[1].audio) == len(speech(2000 + 1000 * seconds))


async def test_an_outage_that_lasts_is_an_error(opened, service, clock, network):
    service.scripts, told, source = [lost], [], Source()
    control = StreamControl()
    control.force_endpoint()
    stream = opened(source, connect=network, control=control)
    reading = asyncio.create_task(collected(stream, told))
    source.hear(speech(3000))
    network.back_at = clock() + 1000
    network.back_at, tries = 0.0, 1
    await until(lambda: len(told) == 4)
    network.back_at = clock() + 1000
    await until(lambda: stream._session._link is None)
    while not reading.done():
        await clock.pass_by(1)
    with pytest.raises(ConnectionFailedError, match="no route to host"):
        await reading
    assert clock() < 1000 + 80
    assert network.tries > tries + 10


async def test_a_service_that_is_not_there_is_an_error_within_seconds(opened, service, clock, network):
    network.back_at = clock() + 1000
    reading = asyncio.create_task(collected(opened([speech(100)], connect=network), []))
    await until(lambda: network.tries)
    while not reading.done():
        await clock.pass_by(1)
    with pytest.raises(
        ConnectionFailedError, match="The streaming service was not reached: no route to host"
    ) as raised:
        await reading
    assert clock() <= 1007
    assert "check that the emulator runs there (assemblyai-emulator)" in str(raised.value)


@pytest.mark.parametrize(("status", "kind"), [(429, RateLimitedError), (401, AuthenticationError)])
async def test_a_first_refusal_is_final(opened, service, clock, network, status, kind):
    network.refusals = [RefusedError(status, "")]
    with pytest.raises(kind):
        await collected(opened([speech(100)], connect=network), [])
    assert network.tries == 1


async def test_a_busy_service_is_asked_again(opened, service, clock, network):
    async def script(session):
        await session.tell(begin())
        await session.finish()

    service.scripts, told = [script], []
    network.refusals = [RefusedError(503, "busy")]
    reading = asyncio.create_task(collected(opened([speech(100)], connect=network), told))
    await until(lambda: network.tries)
    await clock.pass_by(1)
    await reading
    assert kinds(told) == ["Begin", "Termination"]


async def test_the_lost_session_may_count_as_open_for_a_while(opened, service, clock, network):
    """The account may have one session: the service closes the next with 3009 until it has noticed the loss."""

    async def first(session):
        await session.tell(begin())
        await session.hear(100)
        session.break_off()

    async def too_many(session):
        await session.tell({"type": "Error", "error_code": 3009, "error": "Too many concurrent sessions"})
        await session.socket.close(3009)

    async def last(session):
        await session.tell(begin())
        await session.finish()

    service.scripts, told = [first, too_many, last], []
    network.refusals = []
    reading = asyncio.create_task(collected(opened([speech(100)], connect=network), told))
    while not reading.done():
        await clock.pass_by(1)
        await asyncio.sleep(0.001)
    await reading
    assert kinds(told) == ["Begin", "Warning", "Warning", "Begin", "Termination"]


async def test_a_session_that_breaks_off_at_once_each_time_is_given_up(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.socket.close(1011, "internal error")

    service.scripts, told = [script], []
    reading = asyncio.create_task(collected(opened([speech(100)]), told))
    while not reading.done():
        await clock.pass_by(1)
        await asyncio.sleep(0.001)
    with pytest.raises(ServerError, match="internal error"):
        await reading
    assert 5 < len(service.sessions) < 60
    assert all(isinstance(event, StreamWarning) for event in told if event.type != "Begin")


async def test_losses_that_are_far_apart_do_not_add_up(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.listen()

    async def last(session):
        await session.tell(begin())
        await session.finish()

    service.scripts, told, source = [script] * 12 + [last], [], Source()
    stream = opened(source)
    reading = asyncio.create_task(collected(stream, told))
    source.hear(speech(100))
    for number in range(12):
        await until(lambda: kinds(told).count("Begin") == number + 1)  # noqa: B023
        await clock.pass_by(15)
        service.loop.call_soon_threadsafe(service.sessions[number].break_off)
        await until(lambda: stream._session._link is None)
        await clock.pass_by(1)
    source.end()
    await reading
    assert kinds(told)[-1] == "Termination"


async def test_a_connection_that_breaks_while_last_turns_are_due_is_made_again(opened, service, clock):
    async def first(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        session.break_off()

    async def second(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.tell(turn(0, word("hello", 0, 500)), TERMINATION)

    service.scripts, told = [first, second], []
    stream = opened([speech(1000)])
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: service.sessions and service.sessions[0].messages)
    await until(lambda: stream._session._link is None)
    await clock.pass_by(1)
    await reading
    assert kinds(told) == ["Begin", "Warning", "Begin", "Turn", "Termination"]
    assert len(service.sessions[1].audio) == len(speech(1000))


async def test_a_stream_that_was_ended_at_once_makes_no_new_connection(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        session.break_off()

    service.scripts, told, source = [script], [], Source()
    reading = asyncio.create_task(collected(opened(source, max_seconds=3), told))
    source.hear(speech(1000))
    await until(lambda: told)
    await clock.pass_by(4)
    await reading
    assert kinds(told) == ["Begin", "Warning"]
    assert len(service.sessions) == 1


async def test_compressed_audio_breaks_off_with_an_error(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        session.received.append(await session.socket.recv())
        session.break_off()

    service.scripts = [script]
    with pytest.raises(ConnectionFailedError, match="The connection to the session was lost"):
        await collected(opened([b"OggS" + bytes(100)], encoding="ogg_opus", sample_rate=None), [])
    assert len(service.sessions) == 1


async def test_a_finished_turn_whose_formatting_is_lost_with_the_connection_is_told_as_it_is(
    opened, service, clock
):
    async def first(session):
        await session.tell(begin())
        await session.hear(1000)
        await session.tell(turn(0, word("hello", 0, 1000)))
        await session.listen()

    async def second(session):
        await session.tell(begin())
        await session.finish()

    service.scripts, told = [first, second], []
    stream = opened([speech(2000)], format_turns=True)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: len(told) == 2)
    service.loop.call_soon_threadsafe(service.sessions[0].break_off)
    await until(lambda: stream._session._link is None)
    while len(service.sessions) < 2:
        await clock.pass_by(0.1)
    await reading
    assert kinds(told) == ["Begin", "Turn", "Warning", "Turn", "Begin", "Termination"]
    assert [event.is_final for event in told if event.type == "Turn"] == [False, True]
    assert len(service.sessions[1].audio) == len(speech(1000))
