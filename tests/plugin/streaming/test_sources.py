"""Where the audio comes from: iterators, and what is no audio."""

import asyncio
import threading
from pathlib import Path

import pytest
from tests.plugin.streaming.conftest import speech
from tests.plugin.streaming.source_pieces import heard, read

from assemblyai_tools import InvalidArgumentsError


async def asynchronously(*audio):
    for piece in audio:
        yield piece


@pytest.mark.parametrize("kind", [list, iter, tuple])
async def test_an_iterable_is_read_in_a_thread(kind):
    assert (
        await heard(kind([b"abcd" * 4, b"", bytearray(b"efgh"), memoryview(b"ijkl")]))
        == b"abcd" * 4 + b"efghijkl"
    )


@pytest.mark.parametrize("start", [b"ab", b"abcdabcdabcd"])
async def test_an_asynchronous_iterable_is_read_too(start):
    assert await heard(asynchronously(start, b"cd")) == start + b"cd"


async def test_bytes_are_audio_too():
    assert await heard(speech(100)) == speech(100)


async def test_no_audio_is_nothing():
    assert await heard([]) == b""


async def test_something_else_is_no_audio():
    with pytest.raises(InvalidArgumentsError, match="The audio is int; give an iterator of bytes"):
        read(3)


@pytest.mark.parametrize("audio", [["text"], [[1, 2]]])
async def test_pieces_that_are_no_bytes_are_refused(audio):
    with pytest.raises(InvalidArgumentsError, match="not bytes"):
        await heard(audio)


@pytest.mark.parametrize(
    "audio",
    [
        "https://x.test/a.wav",
        "wss://x.test/live",
        "file:///a.wav",
        "rtsp://x.test:554/1",
        Path("https://x.test/a"),
    ],
)
def test_a_url_is_no_audio(audio):
    with pytest.raises(InvalidArgumentsError, match="The audio is a URL") as raised:
        read(audio)
    assert "download it" in str(raised.value)


async def test_an_error_of_the_source_is_raised():
    def broken():
        yield speech(100)
        raise RuntimeError("the cable was pulled")

    with pytest.raises(RuntimeError, match="the cable was pulled"):
        await heard(broken())


async def test_a_source_in_a_thread_is_closed_and_not_read_far_ahead():
    closed, given = threading.Event(), []

    def endless():
        try:
            while True:
                given.append(1)
                yield speech(50)
        finally:
            closed.set()

    reading = read(endless())
    await anext(reading)
    await reading.aclose()
    assert await asyncio.to_thread(closed.wait, 10)
    assert len(given) < 12


async def test_an_asynchronous_source_is_closed():
    closed = []

    async def endless():
        try:
            while True:
                yield speech(50)
        finally:
            closed.append(True)

    reading = read(endless())
    await anext(reading)
    await reading.aclose()
    assert closed == [True]


def test_a_source_that_outlives_its_loop_ends_quietly():
    going, closed = threading.Event(), threading.Event()

    def slow():
        try:
            yield speech(50)
            going.wait(10)
            yield speech(50)
        finally:
            closed.set()

    async def main():
        return await anext(read(slow()))

    assert asyncio.run(main()) == speech(50)
    going.set()
    assert closed.wait(10)


async def test_a_source_need_not_be_closable():
    class Source:
        def __init__(self):
            self.left = [speech(50), speech(60)]

        def __aiter__(self):
            return self

        async def __anext__(self):
            if not self.left:
                raise StopAsyncIteration
            return self.left.pop()

    assert await heard(Source()) == speech(110)
