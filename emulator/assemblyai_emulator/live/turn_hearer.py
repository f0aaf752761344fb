"""Hears finished turns with the speech model, beside what goes on meanwhile."""

import functools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from assemblyai_emulator.hearing.recognizer import Recognizer

_Result = TypeVar("_Result")


class TurnHearer:
    """Hears turns one after another, on a thread of its own."""

    def __init__(self, load: Callable[[], Recognizer]) -> None:
        self.recognizer = functools.cache(load)
        self._thread = ThreadPoolExecutor(1)
        # A large model takes long to load, so it begins before the first turn is over.
        self._last: Future[Any] = self._thread.submit(self.recognizer)

    @property
    def idle(self) -> bool:
        return self._last.done()

    def submit(self, work: Callable[[], _Result]) -> "Future[_Result]":
        later = self._thread.submit(work)
        self._last = later
        return later

    def close(self) -> None:
        self._thread.shutdown()
