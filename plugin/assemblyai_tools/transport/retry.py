"""When to retry a request: pure policy, no clock and no network."""

from dataclasses import dataclass
from typing import Literal

ATTEMPTS = 4
"""How often a request is sent, at most."""

FIRST_PAUSE = 0.5
"""Seconds before the second attempt, at most; each further pause is twice as long."""

LONGEST_PAUSE = 8.0
"""Seconds between two attempts, at most, unless the service asks for more."""

_TRANSIENT = frozenset({408, 429, *range(500, 600)})
"""The HTTP statuses of failures that may pass."""

Method = Literal["GET", "POST", "DELETE"]


@dataclass(frozen=True, slots=True)
class Status:
    """The service answered with an error status."""

    status: int
    retry_after: float | None = None


@dataclass(frozen=True, slots=True)
class Lost:
    """No complete reply came back; `sent` says whether the request may have arrived."""

    sent: bool
    reason: str


Failure = Status | Lost


def may_repeat(method: Method, failure: Failure) -> bool:
    """Whether a retry is harmless: a POST must not have been accepted, as a job is billed."""
    if isinstance(failure, Lost):
        return method != "POST" or not failure.sent
    return failure.status in _TRANSIENT if method != "POST" else failure.status == 429  # noqa: PLR2004


def pause_before(
    attempt: int, method: Method, failure: Failure, *, jitter: float, budget: float
) -> float | None:
    """Seconds to wait before attempt `attempt + 1`, or None to give up.

    `jitter` is a random 0 to 1; `budget` is what is left of the retry budget, in seconds.
    """
    if attempt >= ATTEMPTS or not may_repeat(method, failure):
        return None
    if isinstance(failure, Status) and failure.retry_after is not None:
        pause = failure.retry_after
    else:
        longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
        pause = longest * (0.5 + jitter / 2)
    return pause if pause <= budget else None
