"""When a stream ends: sessions are billed, so none is opened, kept or followed by another without a reason."""

import asyncio
import threading

import pytest
from tests.plugin.streaming.conftest import (
    BYTES,
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
from tests.plugin.streaming.reading import kinds, live, read, warnings

from assemblyai_tools import (
    AuthenticationError,
    BadRequestError,
    ServerError,
    StreamControl,
)
from assemblyai_tools.streaming.dialing import connect_websocket
from assemblyai_tools.streaming.faults import UnreachableError
from assemblyai_tools.streaming.last_turns import LAST_TURNS_SECONDS
from assemblyai_tools.streaming.session import BEGIN_SECONDS


async def passing(clock, task, step=0.5):
    """Let time pass until a task is done."""
    async with asyncio.timeout(30):
        while not task.done():
            await clock.pass_by(step)
            await asyncio.sleep(0.002)
    await task


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


async def test_audio_from_an_iterable_is_sent_again_from_where_no_turn_acknowledged_it(
    opened, service, clock
):
    numbered = b"".join(number.to_bytes(2, "little") * (BYTES // 2) for number in range(60_000))

    async def first(session):
        await session.tell(begin())
        await session.hear(5000)
        session.break_off()

    service.scripts, told = [first, attentive], []
    await passing(clock, asyncio.create_task(read(opened([numbered]), told)))
    assert kinds(told).count("Begin") == 2
    assert "Gap" not in kinds(told)
    assert service.sessions[1].audio == numbered


@pytest.mark.parametrize(
    "news",
    [
        {"type": "SpeechStarted", "timestamp": 20},
        {"type": "Warning", "warning": "slow"},
        turn(0, word("hello", 0, 50), end=False),
        turn(0),
    ],
    ids=["SpeechStarted", "Warning", "partial turn", "empty turn"],
)
async def test_events_that_come_in_each_session_are_no_progress(opened, service, clock, news):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(news)
        await session.socket.close(1011, "internal error")

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(1000))), told)))
    assert kinds(told)[-1] == "ServerError"
    assert "internal error" in str(told[-1])
    assert 5 < len(service.sessions) <= 20


async def test_sessions_that_finish_a_turn_each_go_on_however_often_they_break(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        await session.tell(turn(0, word("hello", 0, 100)))
        await session.socket.close(1011, "internal error")

    service.scripts, told = [script] * 40 + [attentive], []
    await passing(clock, asyncio.create_task(read(opened([speech(5000)]), told)))
    assert kinds(told)[-1] == "Termination"
    assert [event.turn_order for event in told if event.type == "Turn"] == list(range(40))


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


async def test_a_termination_that_is_lost_opens_no_session_when_all_turns_are_told(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.hear(1000)
        await session.tell(turn(0, word("hello", 0, 1000)))
        await session.hear_message("Terminate")
        session.break_off()

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened([speech(1000)]), told)))
    assert kinds(told) == ["Begin", "Turn", "Warning"]
    assert "did not confirm the end" in told[2].warning
    assert len(service.sessions) == 1


@pytest.mark.parametrize("more", [{}, {"inactivity_timeout": 60}])
async def test_a_service_that_begins_no_session_is_an_error_that_says_so(opened, service, clock, more):
    async def mute(session):
        await session.listen()

    service.scripts, told = [mute], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(1000)), **more), told)))
    assert isinstance(told[-1], ServerError)
    assert f"the service began no session on it in {BEGIN_SECONDS:.0f} s" in str(told[-1])
    assert told[-1].retryable
    assert len(service.sessions) == 2


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


@pytest.mark.parametrize(
    ("message", "code", "kind"),
    [
        ({"error": "Not authorized"}, 1008, AuthenticationError),
        ({"type": "Error", "error_code": "3006", "error": "Invalid speech_model"}, 3006, BadRequestError),
        ({"error": "Not authorized"}, None, AuthenticationError),
    ],
)
async def test_an_error_without_a_number_is_not_tried_again(opened, service, clock, message, code, kind):
    async def script(session):
        await session.tell(begin(), message)
        if code is None:
            await session.listen()
        await session.socket.close(code, message["error"])

    service.scripts, told = [script], []
    await passing(clock, asyncio.create_task(read(opened(live(speech(1000))), told)))
    assert kinds(told) == ["Begin", kind.__name__]
    assert message["error"] in str(told[1])
    assert len(service.sessions) == 1


@pytest.mark.parametrize("speaker_labels", [True, None])
async def test_a_new_session_says_that_speakers_are_labelled_anew(opened, service, clock, speaker_labels):
    async def first(session):
        await session.tell(begin())
        await session.hear(100)
        session.break_off()

    service.scripts, told = [first, attentive], []
    stream = opened([speech(100)], speaker_labels=speaker_labels)
    await passing(clock, asyncio.create_task(read(stream, told)))
    assert ("Speakers are labelled anew" in warnings(told)[0]) is (speaker_labels is True)


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
