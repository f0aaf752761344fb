"""Answers that take as long as a network's round trip."""

import asyncio
from collections import deque
from collections.abc import Callable


class Delay:
    """Sends what one connection answers: each answer so much later, all in the order of their requests.

    Connections do not wait for each other, and nothing else of the stub waits.
    """

    def __init__(self, seconds: float, loop: asyncio.AbstractEventLoop) -> None:
        self._seconds = seconds
        self._loop = loop
        self._due = 0.0
        self._waiting: deque[Callable[[], object]] = deque()

    def send(self, answer: Callable[[], object], *, at_once: bool = False) -> None:
        """Call `answer` when it is due; `at_once` spares it the delay, but not those that are before it."""
        seconds = 0.0 if at_once else self._seconds
        if not (seconds or self._waiting):
            answer()
            return
        now = self._loop.time()
        self._due = max(self._due, now + seconds)
        self._waiting.append(answer)
        self._loop.call_later(self._due - now, self._next)

    def _next(self) -> None:
        """Whichever timer comes first sends the oldest answer, as none is due after a later one."""
        self._waiting.popleft()()
