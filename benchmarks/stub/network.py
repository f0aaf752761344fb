"""What a real network and service add: latency and failures."""

import asyncio
import random
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from typing import Literal

Fault = Literal["503", "429", "reset", "500", "cut"]
KINDS: Mapping[str, Sequence[Fault]] = {
    "usual": ("503", "429", "reset"),
    "all": ("500", "429", "reset", "cut", "503"),
}
"""The ways in which requests fail, by turns."""


class Faults:
    """Makes a share of all requests fail, in several ways by turns. The same seed fails the same requests.

    A 503 or a 429 refuses the request, and a cut drops the connection before it is carried out; a 500 or a reset
    carries it out, and fails or drops the connection instead of answering.
    """

    def __init__(self, share: float, seed: int = 0, kinds: Sequence[Fault] = KINDS["usual"]) -> None:
        self._share = share
        self._kinds = kinds
        self._chance = random.Random(seed)  # noqa: S311 - a fixed sequence, nothing secret
        self._count = 0

    def next(self) -> Fault | None:
        """How the next request fails, if it does."""
        if self._chance.random() >= self._share:
            return None
        self._count += 1
        return self._kinds[self._count % len(self._kinds)]


class Delay:
    """Adds latency to the answers of one connection and keeps them in order."""

    def __init__(self, seconds: float, loop: asyncio.AbstractEventLoop) -> None:
        self._seconds = seconds
        self._loop = loop
        self._due = 0.0
        self._waiting: deque[Callable[[], object]] = deque()

    def send(self, answer: Callable[[], object], *, at_once: bool = False) -> None:
        """Call `answer` when it is due; with `at_once`, as soon as those before it are sent."""
        seconds = 0.0 if at_once else self._seconds
        if not (seconds or self._waiting):
            answer()
            return
        now = self._loop.time()
        self._due = max(self._due, now + seconds)
        self._waiting.append(answer)
        self._loop.call_later(self._due - now, self._next)

    def _next(self) -> None:
        """Send the oldest answer: due times never decrease, so any timer may send it."""
        self._waiting.popleft()()
