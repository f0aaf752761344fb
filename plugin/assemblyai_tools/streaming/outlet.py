"""The events between the session and its reader: a queue of bounded length."""

import asyncio
from collections import deque
from collections.abc import Callable

from assemblyai_tools.errors import StreamReaderError
from assemblyai_tools.streaming.events import Event, Heartbeat, Silence, Turn

MOST_EVENTS = 1000
"""Events that wait for their reader, at most. Partial turns and the like are replaced, so these are finished turns."""

STALLED_SECONDS = 120.0
"""Seconds that the reader may take for one event. Then the session is ended, as it is billed by the second."""

_FEW_EVENTS = 16
"""Events that wait before any is replaced: a reader that keeps up sees all of them."""

_APART = "Read the events in a loop of their own, and do slow work beside it; then open the stream again."
"""The next step of a reader that is too slow."""


class Outlet:
    """Events that wait for their reader. `clock` tells seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._events = deque[Event]()
        self._waiting_since: float | None = None
        self._changed = asyncio.Event()
        self._error: Exception | None = None
        self._is_finished = False

    @property
    def is_full(self) -> bool:
        return len(self._events) >= MOST_EVENTS

    @property
    def fault(self) -> StreamReaderError | None:
        """What the reader did wrong, so that the session has to end; None if it keeps up."""
        if self.is_full:
            return _flooded()
        waited = 0.0 if self._waiting_since is None else self._clock() - self._waiting_since
        return _stalled() if waited > STALLED_SECONDS else None

    def put(self, event: Event) -> None:
        """Add an event; where several wait, in place of the one before if that is out of date with it.

        Raises a StreamReaderError where as many wait as may: the event is not kept.
        """
        before = self._events[-1] if len(self._events) >= _FEW_EVENTS else None
        if before is not None and _replaces(event, before):
            self._events[-1] = _joined(before, event)
        elif self.is_full:
            raise _flooded()
        else:
            self._events.append(event)
        if self._waiting_since is None:
            self._waiting_since = self._clock()
        self._changed.set()

    def finish(self, error: Exception | None = None) -> None:
        """No more events follow; after those that wait, the reader gets the error. The first call counts."""
        if not self._is_finished:
            self._error, self._is_finished = error, True
            self._changed.set()

    async def get(self) -> Event | None:
        """The next event; None after the last one. Raises the error that ended the stream, once."""
        while not self._events:
            if self._is_finished:
                error, self._error = self._error, None
                if error is not None:
                    raise error
                return None
            self._changed.clear()
            self._waiting_since = None
            await self._changed.wait()
        event = self._events.popleft()
        self._waiting_since = self._clock() if self._events else None
        return event


def _replaces(event: Event, before: Event) -> bool:
    if isinstance(event, Turn) and isinstance(before, Turn):
        return before.turn_order == event.turn_order and not before.end_of_turn
    return isinstance(event, Heartbeat | Silence) and type(event) is type(before)


def _joined(before: Event, event: Event) -> Event:
    """The event that takes the place of both: silence goes on, and of the rest the last counts."""
    if isinstance(event, Silence) and isinstance(before, Silence):
        return event.model_copy(update={"start_ms": before.start_ms})
    return event


def _stalled() -> StreamReaderError:
    return StreamReaderError(
        f"Nobody read the stream's events for {STALLED_SECONDS:.0f} s, so the session was ended: it is billed by the "
        "second.",
        next_step=_APART,
    )


def _flooded() -> StreamReaderError:
    return StreamReaderError(
        f"The stream's events come faster than they are read: {MOST_EVENTS:,} wait, so the session was ended. Those "
        "that followed are lost.",
        next_step=_APART,
    )
