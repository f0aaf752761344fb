"""The emulator is stopped, or a client leaves, while a session is at work: it ends, and no traceback is logged."""

import asyncio
import logging
import uuid
from contextlib import asynccontextmanager

import anyio
import pytest
from tests.emulator.live.conftest import Client
from websockets.asyncio.client import connect
from websockets.exceptions import ConnectionClosed

from assemblyai_emulator.config import Settings


class Busy:
    """A stream without an end. If it is deaf, it takes no audio."""

    def __init__(self, *, is_deaf=False):
        self.is_deaf, self.hearing, self.finished, self.closed = is_deaf, *(asyncio.Event() for _ in range(3))

    async def hear(self, audio):
        self.hearing.set()
        if self.is_deaf:
            await asyncio.Event().wait()

    def finish(self):
        self.finished.set()

    async def messages(self):
        await asyncio.Event().wait()
        yield

    def close(self):
        self.closed.set()


@pytest.fixture
async def busy(emulating, tmp_path, monkeypatch, caplog):
    """Starts an emulator in which such a stream answers every session. What it logs is in `caplog`."""
    monkeypatch.setattr("assemblyai_emulator.server._GRACE_SECONDS", 0.05)
    logger = logging.getLogger("uvicorn")

    @asynccontextmanager
    async def starting(stream):
        async def opening(*_):
            return stream

        monkeypatch.setattr("assemblyai_emulator.live.hearing.LiveHearing.open", opening)
        with anyio.fail_after(30):
            async with emulating(Settings(data_dir=tmp_path)) as emulator:
                logger.addHandler(caplog.handler)  # uvicorn, as it starts, takes all handlers away
                yield emulator

    yield starting
    logger.removeHandler(caplog.handler)


async def connected(emulator):
    """A client whose session has begun."""
    client = Client(
        await connect(emulator.url(), additional_headers={"Authorization": uuid.uuid4().hex}, proxy=None)
    )
    assert (await client.next())["type"] == "Begin"
    return client


async def test_a_stop_ends_a_session_whose_last_turns_are_still_to_come(busy, caplog):
    stream = Busy()
    async with busy(stream) as emulator:
        client = await connected(emulator)
        await client.say("Terminate")
        await stream.finished.wait()
    assert stream.closed.is_set()
    assert caplog.records == []
    with pytest.raises(ConnectionClosed):
        await client.next()


async def test_a_stop_ends_a_session_that_takes_no_more_audio(busy, caplog):
    stream = Busy(is_deaf=True)
    async with busy(stream) as emulator:
        client = await connected(emulator)
        await client.send(bytes(3200))
        await stream.hearing.wait()
    assert stream.closed.is_set()
    assert [one.message for one in caplog.records if one.exc_info] == []
    await client.websocket.wait_closed()


async def test_a_client_that_leaves_before_its_last_turns_ends_its_session(busy, caplog):
    stream = Busy()
    async with busy(stream) as emulator:
        client = await connected(emulator)
        await client.say("Terminate")
        await client.say("KeepAlive")
        await stream.finished.wait()
        await client.websocket.close()
        await stream.closed.wait()
    assert caplog.records == []
