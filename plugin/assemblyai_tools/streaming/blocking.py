"""A stream as the blocking client gives it: an event loop in a thread of its own holds the session.

So audio goes out while the caller works on an event, and it can be called where an event loop runs already.
"""

import asyncio
import weakref
from collections.abc import Iterator
from contextlib import suppress
from threading import Lock, Thread, current_thread
from types import TracebackType
from typing import Self

from assemblyai_tools.errors import StreamReaderError
from assemblyai_tools.streaming.events import Event
from assemblyai_tools.streaming.stream import EventStream


class BlockingStream(Iterator[Event]):
    """The events of a stream. The session opens when the first one is asked for.

    It ends when the audio does, at `close()` or the end of a `with`, when the stream is not referenced any more, and
    at the latest when the program ends.
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


class _Holder:
    """The event loop and its thread, which start with the first event that is asked for."""

    def __init__(self, stream: EventStream) -> None:
        self._stream = stream
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: Thread | None = None
        self._is_closed = False

    def next(self) -> Event | None:
        if self._is_closed:
            return None
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            # A daemon: the finalizer ends the session when the program ends.
            self._thread = Thread(target=_turn, args=(self._loop,), name="stream", daemon=True)
            self._thread.start()
        return asyncio.run_coroutine_threadsafe(_next(self._stream), self._loop).result()

    def close(self) -> None:
        if self._is_closed or self._loop is None or self._thread is None:
            self._is_closed = True
            return
        self._is_closed = True
        loop = self._loop
        closing = asyncio.run_coroutine_threadsafe(_closed(self._stream), loop)
        closing.add_done_callback(lambda _: loop.call_soon_threadsafe(loop.stop))
        if current_thread() is not self._thread:  # a garbage collection may happen there
            self._thread.join()


async def _next(stream: EventStream) -> Event | None:
    return await anext(stream, None)


async def _closed(stream: EventStream) -> None:
    """End the session, and let a reader in another thread learn of it."""
    await stream.aclose()
    others = asyncio.all_tasks() - {asyncio.current_task()}
    with suppress(TimeoutError):
        await asyncio.wait_for(asyncio.gather(*others, return_exceptions=True), 1)


def _turn(loop: asyncio.AbstractEventLoop) -> None:
    try:
        loop.run_forever()
    finally:
        loop.close()
