"""The questions that were put to people as the result of a call, and whether an answer to one still counts.

The client brings the question's state back with the answer. The SDK seals it, so that a client can neither make nor
change one (see `sealed_state`); what is in it and how long it counts is decided here.
"""

import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from heapq import heappop, heappush
from secrets import token_hex
from typing import Any

VALID_SECONDS = 600.0
"""Seconds for which a person may answer a question, or confirm a call that was refused."""

_SKEW_SECONDS = 60.0
"""Seconds by which the clocks of workers that share a key may differ."""

_MOST_ANSWERED = 20_000
"""Answered questions that are remembered: a few megabytes. Beyond it, the time to answer gets shorter."""

_UNKNOWN = (
    "this server process did not ask this account that question about this call (several workers need the same "
    "ASSEMBLYAI_MCP_STATE_KEY)"
)
_LATE = "it came too late: a question waits ten minutes at most"
_ANSWERED = "its question had been answered before"


@dataclass
class Questions:
    """Makes the state of each question, and takes each one back once."""

    clock: Callable[[], float] = time.time
    """Seconds since 1970, as several workers may share a key."""
    most_answered: int = _MOST_ANSWERED
    _answered: set[str] = field(default_factory=set[str])
    _by_age: list[tuple[float, str]] = field(default_factory=list[tuple[float, str]])
    """The answered questions as a heap: when each was asked, and its number."""
    _forgotten: float = 0.0
    """When the youngest question was asked that was answered and is no longer remembered."""

    def new_state(self) -> str:
        return json.dumps([self.clock(), token_hex(16)])

    def was_answered(self, state: str) -> bool:
        """Whether an answer with this state has counted, as far as it is remembered."""
        _, number = _parsed(state)
        return isinstance(number, str) and number in self._answered

    def objection_to(self, state: str | None) -> str | None:
        """Why an answer with this state does not count. None if it counts, and then no other with this state will."""
        asked_at, number = _parsed(state)
        now = self.clock()
        # Others may have the key. NaN is not before anything.
        if not (isinstance(asked_at, float) and isinstance(number, str) and asked_at <= now + _SKEW_SECONDS):
            return _UNKNOWN
        too_early = now - VALID_SECONDS
        if number in self._answered:
            return _ANSWERED
        if asked_at <= max(too_early, self._forgotten):
            return _LATE
        self._answered.add(number)
        heappush(self._by_age, (asked_at, number))
        while self._by_age[0][0] <= too_early or len(self._by_age) > self.most_answered:
            # A forgotten question could be answered twice, so none that was asked before it counts any longer.
            self._forgotten, forgotten = heappop(self._by_age)
            self._answered.discard(forgotten)
        return None


def _parsed(state: str | None) -> tuple[Any, Any]:
    """When the question was asked, and its number; each may be anything, as others may have the key."""
    try:
        asked_at, number = json.loads(state or "")
    except (RecursionError, TypeError, ValueError):
        return None, None
    return asked_at, number
