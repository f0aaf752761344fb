"""What a connection carries, how its end is told, and what a log may show."""

import asyncio
import logging

import pytest
from tests.plugin.streaming.conftest import GIVEN, KEY, begin, settled, speech
from tests.plugin.streaming.connecting import PARAMETERS, address

from assemblyai_tools import AsyncClient, Settings, StreamParameters
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.connection import open_connection
from assemblyai_tools.streaming.faults import ClosedError, RefusedError, UnreachableError
from assemblyai_tools.streaming.pulse import PING_SECONDS

pytestmark = pytest.mark.usefixtures("environment")


@pytest.mark.parametrize("is_here", [True, False])
async def test_only_a_service_elsewhere_has_to_answer_pings(settings, service, monkeypatch, is_here):
    """An emulator that has much audio to hear answers late, and no network lies between."""
    monkeypatch.setattr(Address, "is_here", is_here)

    async def script(session):
        await session.tell(begin())

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    assert (connection._watching is None) is is_here
    await connection.close()


async def test_nobody_there_is_a_passing_fault():
    with pytest.raises(UnreachableError):
        await open_connection(address(Settings(api_key=KEY, base_url="http://127.0.0.1:1")), PARAMETERS)


async def test_a_refusal_has_its_status_and_reason(settings, service):
    service.refusal = (429, "slow down")
    with pytest.raises(RefusedError) as raised:
        await open_connection(address(settings), PARAMETERS)
    assert (raised.value.status, raised.value.body) == (429, "slow down")


async def test_sending_into_a_closed_connection_is_told(settings, service):
    async def script(session):
        await session.socket.close(3006, "enough")

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    with pytest.raises(ClosedError):
        await connection.receive()
    with pytest.raises(ClosedError) as raised:
        await connection.send("more")
    assert (raised.value.code, raised.value.reason) == (3006, "enough")


async def test_no_log_shows_the_key_or_the_token(settings, service, caplog):
    async def script(session):
        await session.tell(begin())
        await session.finish()

    service.scripts = [script]
    with caplog.at_level(logging.DEBUG):
        async for _ in AsyncClient(settings).stream([speech(100)], **GIVEN):
            pass
        async for _ in AsyncClient(settings).stream([speech(100)], **GIVEN, token="tok-0123456789abcdef"):
            pass
    ours = [record for record in caplog.records if not record.name.startswith("websockets.server")]
    assert not any(KEY in record.getMessage() or "tok-0123" in record.getMessage() for record in ours)


@pytest.fixture
async def deaf(service):
    """Settings for a way to the service that swallows everything after the handshake and one message."""

    async def carry(reader, writer):
        there, back = await asyncio.open_connection("127.0.0.1", service.port)
        back.write(await reader.readuntil(b"\r\n\r\n"))
        writer.write(await there.readuntil(b"\r\n\r\n") + await there.read(4096))
        while await reader.read(1 << 16):
            pass
        back.close()
        writer.close()

    async def script(session):
        await session.tell(begin())
        await session.listen()

    service.scripts = [script]
    async with await asyncio.start_server(carry, "127.0.0.1", 0) as server:
        port = server.sockets[0].getsockname()[1]
        yield Settings(api_key=KEY, base_url=f"http://127.0.0.1:{port}")


async def test_a_network_that_is_silently_gone_is_a_lost_connection(deaf, clock, timing, monkeypatch):
    monkeypatch.setattr(Address, "is_here", False)
    connection = await open_connection(address(deaf), PARAMETERS, timing)
    assert "Begin" in await connection.receive()
    await clock.pass_by(2 * PING_SECONDS)
    with pytest.raises(ClosedError) as raised:
        await connection.receive()
    assert raised.value.code is None
    await connection.close()


@pytest.mark.parametrize(("encoding", "frame"), [("pcm_s16le", speech(1000)), ("opus", bytes(8000))])
async def test_two_seconds_of_audio_are_under_way_at_most(deaf, encoding, frame):
    """A fast source must not fill the network with minutes of audio: an answer would come after all of them."""
    connection = await open_connection(
        address(deaf), StreamParameters.of(GIVEN | {"encoding": encoding, "sample_rate": 16_000})
    )
    await connection.send(frame)
    sending = asyncio.create_task(connection.send(frame))
    await settled()
    assert not sending.done()
    connection.give_up()
    with pytest.raises(ClosedError):
        await sending


async def test_more_is_sent_when_the_service_has_answered(settings, service):
    async def script(session):
        await session.tell(begin())
        await session.hear(5000)
        await session.tell(begin())

    service.scripts = [script]
    connection = await open_connection(address(settings), PARAMETERS)
    await connection.receive()
    for _ in range(5):
        await connection.send(speech(1000))
    assert "Begin" in await connection.receive()
    await connection.close()
