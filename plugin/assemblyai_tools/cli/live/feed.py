"""The events of a stream for a thread that does other things between them, such as drawing and taking signals."""

from collections.abc import Iterator
from dataclasses import dataclass
from queue import Empty, SimpleQueue
from threading import Semaphore, Thread
from typing import Protocol

from assemblyai_tools.streaming.events import Event
from assemblyai_tools.streaming.outlet import MOST_EVENTS

_MOMENT = 0.05
"""Seconds to wait for an event that has arrived already."""


class Closable(Protocol):
    """A stream, as far as it is used here."""

    def __iter__(self) -> Iterator[Event]: ...
    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class _End:
    """The stream has ended, perhaps with an error."""

    error: Exception | None = None


class Feed:
    """Reads a stream in a thread of its own, one event ahead. The stream holds the others, and limits them."""

    def __init__(self, stream: Closable) -> None:
        self._stream = stream
        self._told = SimpleQueue[Event | _End]()
        self._room = Semaphore(1)
        self._is_left = False

    def events(self, tick: float | None) -> Iterator[Event | None]:
        """The events, and None where none came for so many seconds. Raises the error that ended the stream."""
        Thread(target=self._read, name="events", daemon=True).start()
        while True:
            try:
                told = self._told.get(timeout=tick)
            except Empty:
                yield None
                continue
            self._room.release()
            if not isinstance(told, _End):
                yield told
            elif told.error:
                raise told.error
            else:
                return

    def rest(self) -> Iterator[Event]:
        """The events that are there already, for a reader that stops."""
        for _ in range(MOST_EVENTS):
            try:
                told = self._told.get(timeout=_MOMENT)
            except Empty:
                return
            self._room.release()
            if isinstance(told, _End):
                return
            yield told

    def leave(self, patience: float | None = None) -> None:
        """End the session. Without `patience` it returns when that is done, else after so many seconds at most."""
        self._is_left = True
        self._room.release()
        closing = Thread(target=self._stream.close, name="closing", daemon=True)
        closing.start()
        closing.join(patience)

    def _read(self) -> None:
        end = _End()
        try:
            for event in self._stream:
                self._room.acquire()
                if self._is_left:
                    return
                self._told.put(event)
        except Exception as error:  # noqa: BLE001 - the reader gets it
            end = _End(error)
        finally:
            self._told.put(end)
