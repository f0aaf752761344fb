"""The blocking client's streams."""

import asyncio
import gc
import os
import subprocess
import sys
import threading
import time

import pytest
from tests.plugin.streaming.conftest import GIVEN, TERMINATION, begin, speech, turn, word
from tests.plugin.streaming.reading import Waiting, kinds

from assemblyai_tools import BadRequestError, InvalidArgumentsError, StreamControl, StreamReaderError
from assemblyai_tools.streaming.blocking import BlockingStream


async def attentive(session):
    await session.tell(begin())
    await session.hear(100)
    await session.tell(turn(0, word("hello", 0, 50)))
    await session.finish()


@pytest.fixture
def source():
    source = Waiting(speech(100))
    yield source
    source.over.set()


def threads():
    return [thread.name for thread in threading.enumerate() if thread.name == "stream"]


def test_it_tells_what_the_async_one_tells(blocking_client, service):
    service.scripts = [attentive]
    stream = blocking_client.stream([speech(100)], **GIVEN)
    assert kinds(stream) == ["Begin", "Turn", "Termination"]
    assert list(stream) == []
    assert threads() == []


def test_wrong_arguments_are_told_at_once(blocking_client):
    with pytest.raises(InvalidArgumentsError, match="sample_rate"):
        blocking_client.stream([], speech_model="universal-streaming-english")


def test_an_error_ends_it(blocking_client, service):
    async def script(session):
        await session.socket.close(3006, "no such model")

    service.scripts = [script]
    with pytest.raises(BadRequestError, match="no such model"):
        list(blocking_client.stream([speech(100)], **GIVEN))
    assert threads() == []


def test_leaving_the_with_block_ends_the_session(blocking_client, service, source):
    service.scripts = [attentive]
    with blocking_client.stream(source, **GIVEN) as stream:
        assert next(stream).type == "Begin"
    assert service.sessions[0].messages == [{"type": "Terminate"}]
    assert next(stream, None) is None


def test_a_stream_that_was_not_read_opens_nothing(blocking_client, service, source):
    stream = blocking_client.stream(source, **GIVEN)
    stream.close()
    assert next(stream, None) is None
    assert service.sessions == []


def test_a_forgotten_stream_ends_its_session(blocking_client, service, source):
    service.scripts = [attentive]
    stream = blocking_client.stream(source, **GIVEN)
    next(stream)
    del stream
    gc.collect()
    assert service.sessions[0].messages == [{"type": "Terminate"}]


def test_it_works_where_an_event_loop_runs(blocking_client, service):
    service.scripts = [attentive]

    async def main():
        return list(blocking_client.stream([speech(100)], **GIVEN))

    assert kinds(asyncio.run(main())) == ["Begin", "Turn", "Termination"]


def test_audio_goes_out_while_the_caller_works(blocking_client, service):
    control = StreamControl()
    service.scripts = [attentive]
    stream = blocking_client.stream([speech(100)], **GIVEN, control=control)
    assert next(stream).type == "Begin"
    while not service.sessions[0].messages:
        time.sleep(0.001)
    assert kinds(stream) == ["Turn", "Termination"]


def test_closing_it_ends_a_reader_in_another_thread(blocking_client, service, source):
    service.scripts, told = [attentive], []
    stream = blocking_client.stream(source, **GIVEN)
    reading = threading.Thread(target=lambda: told.extend(stream))
    reading.start()
    while len(told) < 2:
        time.sleep(0.001)
    with pytest.raises(StreamReaderError, match="Two threads"):
        next(stream)
    stream.close()
    reading.join()
    assert kinds(told)[:2] == ["Begin", "Turn"]


def test_a_garbage_collection_in_the_streams_own_thread_does_not_wait_for_itself(
    blocking_client, service, source
):
    service.scripts = [attentive]
    stream = blocking_client.stream(source, **GIVEN)
    next(stream)
    holder = stream._holder
    runner = holder._runner
    runner.loop.call_soon_threadsafe(holder.close)
    runner.thread.join()
    assert service.sessions[0].messages == [{"type": "Terminate"}]
    assert next(stream, None) is None


async def until_terminated(session):
    """A session in which the last turn comes when it is asked to end."""
    await session.tell(begin())
    await session.hear_message("Terminate")
    await session.tell(turn(0, word("hello", 0, 50)), TERMINATION)


def test_after_an_interrupted_wait_the_last_turns_are_still_read(
    blocking_client, service, source, monkeypatch
):
    service.scripts, control = [until_terminated], StreamControl()
    stream = blocking_client.stream(source, **GIVEN, control=control)
    assert next(stream).type == "Begin"

    def interrupted(_):
        monkeypatch.undo()
        raise KeyboardInterrupt

    monkeypatch.setattr("concurrent.futures.Future.result", interrupted)
    with pytest.raises(KeyboardInterrupt):
        next(stream)
    control.end()
    assert kinds(stream) == ["Turn", "Termination"]


def test_a_stream_that_is_closed_while_it_starts_opens_no_session(
    blocking_client, service, source, monkeypatch
):
    stream = blocking_client.stream(source, **GIVEN)
    starting, starts = threading.Event(), threading.Event()
    start = asyncio.new_event_loop

    def slowly():
        starting.set()
        starts.wait(30)
        return start()

    monkeypatch.setattr(asyncio, "new_event_loop", slowly)
    service.scripts, told = [attentive], []
    reading = threading.Thread(target=lambda: told.extend(stream))
    reading.start()
    starting.wait(30)
    closing = threading.Thread(target=stream.close)
    closing.start()
    starts.set()
    closing.join(30)
    reading.join(30)
    assert not reading.is_alive()
    assert threads() == []
    assert next(stream, None) is None
    assert all(session.messages == [{"type": "Terminate"}] for session in service.sessions)


def test_a_signals_handler_may_close_the_stream_while_it_starts(
    blocking_client, service, source, monkeypatch
):
    stream = blocking_client.stream(source, **GIVEN)
    start = asyncio.new_event_loop

    def interrupted():
        stream.close()
        return start()

    monkeypatch.setattr(asyncio, "new_event_loop", interrupted)
    assert next(stream, None) is None
    assert threads() == []
    assert service.sessions == []


class Deaf:
    """A stream that does not end when it is closed."""

    def __init__(self):
        self.read = threading.Event()

    async def __anext__(self):
        self.read.set()
        await asyncio.Event().wait()

    async def aclose(self):
        pass


def test_closing_lets_a_reader_go_even_if_its_stream_does_not_end(monkeypatch):
    monkeypatch.setattr("assemblyai_tools.streaming.blocking._PATIENCE", 0.01)
    deaf = Deaf()
    stream, told = BlockingStream(deaf), []
    reading = threading.Thread(target=lambda: told.append(list(stream)))
    reading.start()
    deaf.read.wait(30)
    stream.close()
    reading.join(30)
    assert told == [[]]


def test_a_forked_process_is_told_that_the_session_stayed_in_the_other_one(
    blocking_client, service, source, monkeypatch
):
    service.scripts = [attentive]
    stream = blocking_client.stream(source, **GIVEN)
    assert next(stream).type == "Begin"
    process = os.getpid()
    monkeypatch.setattr(os, "getpid", lambda: process + 1)
    with pytest.raises(StreamReaderError, match="before this process was forked"):
        next(stream)
    stream._holder.close()
    assert threads() == ["stream"]
    monkeypatch.undo()
    stream._holder.close()
    assert service.sessions[0].messages == [{"type": "Terminate"}]


PROGRAM = """
import sys, threading
from assemblyai_tools import Client, Settings

def audio():
    yield bytes(3200)
    threading.Event().wait()

client = Client(Settings(api_key="sk-0123456789abcdef", base_url=sys.argv[1]))
stream = client.stream(audio(), speech_model="universal-streaming-english", sample_rate=16_000)
print(next(stream).type, flush=True)
"""


def test_the_end_of_the_program_ends_the_session(settings, service):
    service.scripts = [attentive]
    command = [sys.executable, "-c", PROGRAM, settings.base_url]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "Begin\n"
    assert service.sessions[0].messages == [{"type": "Terminate"}]
