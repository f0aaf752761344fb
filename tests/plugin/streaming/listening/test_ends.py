"""When the session of a step of a LangChain chain ends, over real sockets on loopback."""

import asyncio
import traceback

import pytest
from tests.plugin.streaming.conftest import speech, until
from tests.plugin.streaming.listening.hearing import ENDED, endless, one_turn_and_more_to_come

from assemblyai_tools import LiveTranscript


async def test_the_session_ends_when_the_reader_stops(service, listen):
    service.scripts = [one_turn_and_more_to_come]
    stream = listen().astream(endless())
    async for _ in stream:
        break
    await stream.aclose()
    assert service.sessions[0].messages == [ENDED]


async def test_the_session_ends_when_a_blocking_reader_stops(service, listen):
    service.scripts = [one_turn_and_more_to_come]

    def read():
        def audio():
            while True:
                yield speech(100)

        stream = listen(transcript=LiveTranscript()).stream(audio())
        next(stream)
        stream.close()

    await asyncio.to_thread(read)
    assert ENDED in service.sessions[0].messages


async def test_the_session_ends_when_the_chain_is_cancelled(service, listen):
    service.scripts = [one_turn_and_more_to_come]
    heard = asyncio.Event()

    async def answer(turns):
        async for one in turns:
            heard.set()
            yield one

    async def read():
        async for _ in (listen() | answer).astream(endless()):
            pass

    task = asyncio.create_task(read())
    await heard.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: service.sessions[0].messages == [ENDED])


async def test_the_session_ends_when_a_later_step_fails(service, listen):
    service.scripts = [one_turn_and_more_to_come]

    async def answer(turns):
        async for _ in turns:
            raise RuntimeError("no answer")
        yield ""

    with pytest.raises(RuntimeError, match="no answer") as raised:
        async for _ in (listen() | answer).astream(endless()):
            pass
    traceback.clear_frames(raised.tb)  # they hold the generators
    del raised
    await until(lambda: service.sessions[0].messages == [ENDED])
