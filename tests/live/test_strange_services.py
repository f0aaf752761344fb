"""A service that does not keep to the protocol: one error says so, and no session after another is opened."""

import asyncio
import json
import threading

import pytest
from pydantic import SecretStr
from tests.live.conftest import GIVEN, KEY, audio, passing, until
from tests.plugin.streaming.conftest import begin, service, turn, word  # noqa: F401 - a fixture
from tests.plugin.streaming.reading import Source, kinds, read, warnings

from assemblyai_tools import AsyncClient, Settings


@pytest.fixture
def strange(service):  # noqa: F811
    """A client of the scripted service."""
    return AsyncClient(Settings(api_key=SecretStr(KEY), base_url=f"http://127.0.0.1:{service.port}"))


HUGE = json.dumps({"type": "Silence", "padding": "x" * 5 * 2**20})


@pytest.mark.parametrize(
    ("sent", "told"),
    [
        (b"\x81\x02\xff\xfe", "a message that is no UTF-8"),
        (b"\xff\xff\xff\xff", "something that is no WebSocket message"),
        (HUGE, "a message of more than 4 MB"),
    ],
)
async def test_what_cannot_be_read_ends_the_stream(strange, service, sent, told):  # noqa: F811
    async def script(session):
        await session.tell(begin())
        if isinstance(sent, bytes):
            session.socket.transport.write(sent)
        else:
            await session.tell(sent)
        await session.listen()

    service.scripts, heard = [script], []
    await read(strange.stream(Source(audio(100)), **GIVEN), heard)
    assert kinds(heard) == ["Begin", "UnexpectedReplyError"]
    assert heard[1].message == f"The session sent {told}, so the connection was closed."
    assert len(service.sessions) == 1


async def test_a_connection_that_never_becomes_a_session_is_an_error(strange, service, clock):  # noqa: F811
    async def mute(session):
        await session.listen()

    service.scripts, told = [mute], []
    reading = asyncio.create_task(read(strange.stream(Source(audio(100)), **GIVEN), told))
    for number in range(2):
        await until(lambda: len(service.sessions) == number + 1)  # noqa: B023
        await until(lambda: clock.waiting == 1)
        await clock.pass_by(12)
        await passing(clock, asyncio.create_task(until(lambda: len(told) > number)))  # noqa: B023
    await reading
    why = "The connection was opened, but the service began no session on it in 10 s."
    assert kinds(told) == ["Warning", "ServerError"]
    assert warnings(told) == [f"{why} The stream goes on in a new session."]
    assert told[1].message == why


async def test_without_termination_the_turn_that_was_not_finished_is_a_gap(
    strange,
    service,  # noqa: F811
    clock,
    monkeypatch,
):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)

    async def script(session):
        await session.tell(begin())
        await session.tell(turn(0, word("hello", 100, 500), end=False))
        await session.listen()

    service.scripts, told = [script], []
    reading = asyncio.create_task(read(strange.stream([audio(1000)], **GIVEN), told))
    await until(lambda: service.sessions and service.sessions[0].messages)
    await clock.pass_by(62)
    await reading
    assert kinds(told) == ["Begin", "Turn", "Gap", "Warning"]
    assert (told[2].start_ms, told[2].end_ms) == (100, 1000)
    assert warnings(told) == ["The service did not confirm the end of the session in 5 s."]


async def test_a_service_that_is_slow_to_hear_is_not_flooded(strange, service):  # noqa: F811
    """Pings would wait behind minutes of audio, and the network would seem lost."""
    go_on = threading.Event()

    async def script(session):
        await session.tell(begin())
        await asyncio.to_thread(go_on.wait)
        await session.finish()

    service.scripts, told = [script], []
    stream = strange.stream([audio(300_000)], **GIVEN)
    reading = asyncio.create_task(read(stream, told))
    await until(lambda: stream._session._protocol.sent_ms > 10_000)
    for _ in range(100):
        await asyncio.sleep(0.001)
    sent_ms = stream._session._protocol.sent_ms
    go_on.set()
    assert sent_ms < 60_000
    await reading
    assert kinds(told) == ["Begin", "Termination"]
    assert len(service.sessions[0].audio) == len(audio(300_000))
