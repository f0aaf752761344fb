"""Hears finished turns with the speech model, on threads of its own."""

import functools
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from threading import Lock
from typing import Any, TypeVar

from assemblyai_emulator.hearing.recognizer import Recognizer

_Result = TypeVar("_Result")


class TurnHearer:
    """Hears at most `at_once` turns at the same time, and begins them in order."""

    def __init__(self, load: Callable[[], Recognizer], at_once: int) -> None:
        self._load = functools.cache(load)
        self._loading = Lock()
        self._at_once = at_once
        self._threads = ThreadPoolExecutor(at_once)
        self._undone: list[Future[Any]] = []
        # A large model takes long to load, so it begins before the first turn is over.
        self.submit(self.recognizer)

    @property
    def is_free(self) -> bool:
        """Whether what is submitted now begins at once."""
        return sum(not one.done() for one in self._undone) < self._at_once

    def recognizer(self) -> Recognizer:
        """Loaded once, by the first thread that asks."""
        with self._loading:
            return self._load()

    def submit(self, work: Callable[[], _Result]) -> "Future[_Result]":
        later = self._threads.submit(work)
        self._undone = [*(one for one in self._undone if not one.done()), later]
        return later

    @staticmethod
    def after(first: "Future[Any]", work: Callable[[], _Result]) -> "Future[_Result]":
        """Do `work`, which must not raise, when `first` is done. It takes no thread while it waits."""
        later: Future[_Result] = Future()
        first.add_done_callback(lambda _: later.set_result(work()))
        return later

    def close(self) -> None:
        """Wait until every turn is heard."""
        self._threads.shutdown()
