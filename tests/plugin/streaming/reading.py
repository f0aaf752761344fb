"""How tests give a stream audio, and what they look at in its events."""

import asyncio
import threading

from assemblyai_tools import AssemblyAIError, StreamWarning


class Source:
    """A microphone that hears when the test says so."""

    def __init__(self, *given):
        self.queue = asyncio.Queue()
        for one in given:
            self.queue.put_nowait(one)

    def hear(self, given):
        self.queue.put_nowait(given)

    def end(self):
        self.queue.put_nowait(None)

    async def __aiter__(self):
        while (given := await self.queue.get()) is not None:
            yield given


class Waiting:
    """A source that gives one piece, and then waits until the test is over."""

    def __init__(self, piece):
        self.piece, self.over = piece, threading.Event()

    def __iter__(self):
        yield self.piece
        self.over.wait(60)


async def live(*audio):
    """A source that never ends."""
    for piece in audio:
        yield piece
    await asyncio.Event().wait()


async def collected(stream, into=None):
    told = [] if into is None else into
    async for event in stream:
        told.append(event)
    return told


async def read(stream, told):
    """Read a stream to its end; the error that ends it is told last."""
    try:
        async for event in stream:
            told.append(event)
    except AssemblyAIError as error:
        told.append(error)


def kinds(told):
    """The events' types; an error's is its class."""
    return [getattr(event, "type", type(event).__name__) for event in told]


def warnings(told):
    return [event.warning for event in told if isinstance(event, StreamWarning)]


async def passing(clock, task, step=0.5):
    """Let time pass until a task is done."""
    async with asyncio.timeout(30):
        while not task.done():
            await clock.pass_by(step)
            await asyncio.sleep(0.002)
    await task
