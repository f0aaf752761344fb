"""Lets the questions of all accounts take turns on one thread."""

import asyncio
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from threading import Event, Lock
from typing import Any, ParamSpec, TypeVar

P = ParamSpec("P")
T = TypeVar("T")

asker: ContextVar[str] = ContextVar("asker", default="")
"""The account whose request this is. The routes set it; work that is not a request's counts as one account's."""

_abandoned: ContextVar[Event] = ContextVar("abandoned", default=Event())  # noqa: B039 - the default is never set
"""Set when the result of this thread's work is no longer needed."""


class AbandonedError(Exception):
    """Nobody waits for the result of this work any longer."""


def stop_if_abandoned() -> None:
    """Raise AbandonedError if the result is no longer needed. Long work calls it between its steps."""
    if _abandoned.get().is_set():
        raise AbandonedError


@dataclass(frozen=True, slots=True)
class _Job:
    work: Callable[[], Any]
    result: "Future[Any]" = field(default_factory=Future[Any])
    abandoned: Event = field(default_factory=Event)


class Turns:
    """Runs work on a thread of its own, one piece at a time.

    The accounts take turns: one that has just had its turn comes after all others that wait. asyncio's own threads
    would be the wrong place, since uploads need them.
    """

    def __init__(self) -> None:
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="reasoning")
        self._waiting: dict[str, deque[_Job]] = {}
        self._served = ""
        self._lock = Lock()

    async def run(self, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """What `work` returns. If the wait is cancelled, work that has not begun is not done; see stop_if_abandoned."""
        job = _Job(partial(work, *args, **kwargs))
        with self._lock:
            self._waiting.setdefault(asker.get(), deque()).append(job)
        self._thread.submit(self._take_turn)
        try:
            return await asyncio.wrap_future(job.result)
        finally:
            job.abandoned.set()

    def _take_turn(self) -> None:
        job = self._next()
        if not job.result.set_running_or_notify_cancel():
            return
        _abandoned.set(job.abandoned)
        try:
            job.result.set_result(job.work())
        except BaseException as error:  # noqa: BLE001 - it is raised where the result is awaited
            job.result.set_exception(error)

    def _next(self) -> _Job:
        with self._lock:
            if jobs := self._waiting.pop(self._served, None):
                self._waiting[self._served] = jobs  # behind the other accounts
            self._served, jobs = next(iter(self._waiting.items()))
            job = jobs.popleft()
            if not jobs:
                del self._waiting[self._served]
        return job
