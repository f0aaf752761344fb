"""A stream as the blocking client gives it: an event loop in a thread of its own holds the session.

So audio goes out while the caller works on an event, and it can be called where an event loop runs already.
"""

import asyncio
import os
import weakref
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from dataclasses import dataclass
from threading import Lock, RLock, Thread, current_thread
from types import TracebackType
from typing import Self

from assemblyai_tools.errors import StreamReaderError
from assemblyai_tools.streaming.events import Event
from assemblyai_tools.streaming.stream import EventStream

_PATIENCE = 1.0
"""Seconds for what still runs when the session has ended."""


class BlockingStream(Iterator[Event]):
    """The events of a stream. The session opens when the first one is asked for.

    It ends when the audio does, at `close()` or the end of a `with`, when the stream is no longer referenced, and
    at the latest when the program ends. After a Ctrl-C in `next`, the stream may be read on: no event is lost.
    """

    def __init__(self, stream: EventStream) -> None:
        self._holder = _Holder(stream)
        self._lock = Lock()
        self._closing = weakref.finalize(self, self._holder.close)

    def __next__(self) -> Event:
        """The next event. Raises the AssemblyAIError that ended the stream."""
        if not self._lock.acquire(blocking=False):
            raise StreamReaderError(
                "Two threads ask the same stream for events, and each event exists once.",
                next_step="Read it in one thread and hand the events on, or open a stream for each reader.",
            )
        try:
            event = self._holder.next()
        except Exception:
            self.close()
            raise
        finally:
            self._lock.release()
        if event is None:
            self.close()
            raise StopIteration
        return event

    def close(self) -> None:
        """End the session now, also while another thread reads."""
        self._closing()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


@dataclass(frozen=True, slots=True)
class _Runner:
    """The event loop of a stream and its thread, both at work."""

    loop: asyncio.AbstractEventLoop
    thread: Thread
    process: int
    """The process that has the thread: a forked child does not."""

    @classmethod
    def start(cls) -> Self:
        loop = asyncio.new_event_loop()
        # A daemon: the finalizer ends the session when the program ends.
        thread = Thread(target=_turn, args=(loop,), name="stream", daemon=True)
        thread.start()
        return cls(loop, thread, os.getpid())

    @property
    def is_elsewhere(self) -> bool:
        """Whether this process is a fork of the one that has the thread."""
        return self.process != os.getpid()


class _Holder:
    """The session in its thread, which starts with the first event that is asked for."""

    def __init__(self, stream: EventStream) -> None:
        self._stream = stream
        self._runner: _Runner | None = None
        self._asked: Future[Event | None] | None = None
        """The event that is waited for. If the wait is interrupted, the next call waits for the same event."""
        self._is_closed = False
        self._changing = RLock()
        """Held while the runner starts, an event is asked for, or `close` begins. A signal's handler may run in it."""

    def next(self) -> Event | None:
        if self._runner is not None and self._runner.is_elsewhere:
            raise StreamReaderError(
                "The stream was opened before this process was forked, and its session stayed in the other one.",
                next_step="Read it where it was opened, or open a stream in this process.",
            )
        asked = self._ask()
        if asked is None:
            return None
        try:
            event = asked.result()
        except CancelledError:  # closed meanwhile
            return None
        self._asked = None
        return event

    def _ask(self) -> Future[Event | None] | None:
        with self._changing:
            if self._runner is None and not self._is_closed:
                self._runner = _Runner.start()
            runner = self._runner
            if self._asked is None and runner is not None and not self._is_closed:
                self._asked = asyncio.run_coroutine_threadsafe(_next(self._stream), runner.loop)
            asked = self._asked
        if self._is_closed:
            # Perhaps only now, by the handler of a signal in this thread, which did not see the runner.
            self.close()
            return None
        return asked

    def close(self) -> None:
        if self._runner is not None and self._runner.is_elsewhere:
            return
        with self._changing:
            self._is_closed = True
            runner, self._runner = self._runner, None
            if runner is not None:
                asyncio.run_coroutine_threadsafe(_close(self._stream), runner.loop)
        # A garbage collection in the thread itself may close the stream.
        if runner is not None and current_thread() is not runner.thread:
            runner.thread.join()


async def _next(stream: EventStream) -> Event | None:
    return await anext(stream, None)


async def _close(stream: EventStream) -> None:
    """End the session, let a reader in another thread learn of it, and stop the event loop."""
    try:
        await stream.aclose()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        with suppress(TimeoutError):
            await asyncio.wait_for(asyncio.gather(*others, return_exceptions=True), _PATIENCE)
    finally:
        asyncio.get_running_loop().stop()


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()
