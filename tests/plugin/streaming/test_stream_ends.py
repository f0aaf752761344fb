"""Who leaves a stream ends its session, and last turns are waited for."""

import asyncio
import gc
import threading

import pytest
from tests.plugin.streaming.conftest import (
    GIVEN,
    TERMINATION,
    attentive,
    begin,
    settled,
    speech,
    turn,
    until,
    word,
)
from tests.plugin.streaming.reading import collected, kinds, live

from assemblyai_tools import StreamReaderError
from assemblyai_tools.streaming import last_turns


async def test_leaving_the_loop_ends_the_session(client, service):
    service.scripts = [attentive]
    async with client.stream(live(speech(100)), **GIVEN) as stream:
        async for event in stream:
            assert event.type == "Begin"
            break
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_an_error_in_the_loop_ends_the_session(client, service):
    service.scripts = [attentive]

    async def broken():
        async with client.stream(live(speech(100)), **GIVEN) as stream:
            async for _ in stream:
                1 / 0  # noqa: B018

    with pytest.raises(ZeroDivisionError):
        await broken()
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_a_forgotten_stream_ends_its_session(client, service):
    service.scripts = [attentive]
    stream = client.stream(live(speech(100)), **GIVEN)
    await anext(stream)
    del stream
    gc.collect()
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])


async def test_cancelling_the_reader_ends_the_session(client, service):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(client.stream(live(speech(100)), **GIVEN), told))
    await until(lambda: told)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_cancelling_again_and_again_ends_the_session_too(client, service):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(client.stream(live(speech(100)), **GIVEN), told))
    await until(lambda: told)
    while not reading.done():
        reading.cancel()
        await asyncio.sleep(0)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])


def test_the_end_of_the_event_loop_ends_the_session(client, service):
    service.scripts = [attentive]

    async def main():
        stream = client.stream(live(speech(100)), **GIVEN)
        await anext(stream)
        return stream

    asyncio.run(main())
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_closing_a_stream_that_was_not_read_opens_nothing(client, service):
    stream = client.stream(live(speech(100)), **GIVEN)
    await stream.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    assert service.sessions == []


async def test_closing_a_stream_ends_its_reader(client, service):
    service.scripts, told = [attentive], []
    stream = client.stream(live(speech(100)), **GIVEN)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: told)
    await stream.aclose()
    await reading
    assert kinds(told) == ["Begin", "Termination"]


async def test_a_wait_that_was_cancelled_ends_the_session_and_the_next_one_says_so(client, service):
    service.scripts = [attentive]
    stream = client.stream(live(speech(100)), **GIVEN)
    assert (await anext(stream)).type == "Begin"
    waiting = asyncio.ensure_future(anext(stream))
    await settled()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert service.sessions[0].messages == [{"type": "Terminate"}]
    with pytest.raises(StreamReaderError, match=r"asyncio\.wait\(\{task\}, timeout=SECONDS\)"):
        await anext(stream)
    assert await collected(stream) == []


@pytest.mark.parametrize(
    ("is_here", "seconds"),
    [(True, last_turns.LAST_TURNS_HERE_SECONDS), (False, last_turns.LAST_TURNS_SECONDS)],
)
async def test_without_an_answer_the_last_turns_are_not_waited_for_for_long(
    opened, service, clock, monkeypatch, is_here, seconds
):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", is_here)

    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.tell(turn(0, word("hello", 0, 50)))
        await session.listen()

    service.scripts, told = [script], []
    reading = asyncio.create_task(collected(opened([speech(1000)], format_turns=True), told))
    await until(lambda: len(told) == 2)
    await clock.pass_by(seconds)
    assert not reading.done()
    await clock.pass_by(2.5)
    await reading
    assert kinds(told) == ["Begin", "Turn", "Turn", "Warning"]
    assert [event.is_final for event in told[1:3]] == [False, True]
    assert "did not confirm" in told[3].warning


async def test_who_leaves_while_last_turns_are_due_waits_for_the_end_of_the_session(opened, service):
    go_on = threading.Event()

    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await asyncio.to_thread(go_on.wait)
        await session.tell(TERMINATION)

    service.scripts = [script]
    stream = opened([speech(100)])
    await anext(stream)
    await until(lambda: service.sessions[0].messages)
    leaving = asyncio.create_task(stream.aclose())
    await settled()
    assert not leaving.done()
    go_on.set()
    await leaving
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_a_service_that_does_not_answer_keeps_nobody_who_leaves(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.listen()

    service.scripts = [script]
    stream = opened(live(speech(100)))
    await anext(stream)
    leaving = asyncio.create_task(stream.aclose())
    await until(lambda: service.sessions[0].messages)
    await clock.pass_by(last_turns.LAST_TURNS_SECONDS + 1)
    await leaving
