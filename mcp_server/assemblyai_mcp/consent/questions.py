"""The questions that were put to people as the result of a call, and whether an answer to one still counts.

The client brings the question's state back with the answer. The SDK seals it, so that a client can neither make nor
change one (see `sealed_state`); what is in it and how long it counts is decided here.
"""

import json
import time
from collections.abc import Callable
from secrets import token_hex
from typing import NamedTuple

from assemblyai_mcp.shares import Bounds, Shares

VALID_SECONDS = 600.0
"""Seconds for which a person may answer a question, or confirm a call that was refused."""

_SKEW_SECONDS = 60.0
"""Seconds by which the clocks of workers that share a key may differ."""

_BOUNDS = Bounds()
"""How many answered questions are remembered. Beyond that, the time to answer gets shorter."""

_UNKNOWN = (
    "this server process did not ask this account that question about this call (several workers need the same "
    "ASSEMBLYAI_MCP_STATE_KEY)"
)
_LATE = "it came too late: a question waits ten minutes at most"
_ANSWERED = "its question had been answered before"


class Questions:
    """Makes the state of each question, and takes each one back once."""

    def __init__(self, clock: Callable[[], float] = time.time, bounds: Bounds = _BOUNDS) -> None:
        """`clock` gives seconds since 1970, as several workers may share a key."""
        self._clock = clock
        self.answered = Shares[bool](clock, seconds=VALID_SECONDS + _SKEW_SECONDS, bounds=bounds)
        """By account and number, each of the moment when it was asked."""

    def new_state(self, account: str) -> str:
        """The state of a question that is put to somebody of this account.

        The account is in the state, so that one which turns from a stranger's to a known one in the meantime is found
        again where its answer is remembered.
        """
        return json.dumps([self._clock(), token_hex(16), account])

    def was_answered(self, state: str | None) -> bool:
        """Whether an answer with this state has counted, as far as it is remembered."""
        question = _parsed(state)
        return question is not None and self.answered.get(question.account, question.number) is not None

    def objection_to(self, state: str | None) -> str | None:
        """Why an answer with this state does not count. None if it counts, and then no other with this state will."""
        question = _parsed(state)
        now = self._clock()
        # NaN is not before anything.
        if question is None or not question.asked_at <= now + _SKEW_SECONDS:
            return _UNKNOWN
        if self.answered.get(question.account, question.number):
            return _ANSWERED
        # A forgotten question could be answered twice, so none that was asked before it counts any longer.
        if question.asked_at <= max(now - VALID_SECONDS, self.answered.forgotten_until(question.account)):
            return _LATE
        self.answered.note(question.account, question.number, value=True, moment=question.asked_at)
        return None


class _Question(NamedTuple):
    """What a state holds."""

    asked_at: float
    number: str
    account: str


def _parsed(state: str | None) -> _Question | None:
    """The question with this state; None if it is of another make, as others may have the key."""
    try:
        asked_at, number, account = json.loads(state or "")
    except (RecursionError, TypeError, ValueError):
        return None
    if not (isinstance(asked_at, float) and isinstance(number, str) and isinstance(account, str)):
        return None
    return _Question(asked_at, number, account)
