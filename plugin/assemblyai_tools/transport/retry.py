"""When to retry a request: pure policy, no clock and no network."""

from dataclasses import dataclass

ATTEMPTS = 4
"""How often a request is sent, at most."""

FIRST_PAUSE = 0.5
"""Seconds before the second attempt, at most; each further pause is twice as long."""

LONGEST_PAUSE = 8.0
"""Seconds between two attempts, at most, unless the service asks for more."""

_TRANSIENT = frozenset({408, 429, *range(500, 600)})
"""The HTTP statuses of failures that may pass."""


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


def is_harmless(failure: Failure, *, may_repeat: bool) -> bool:
    """Whether a retry is harmless. A POST must not have been accepted, as a job is billed, unless it `may_repeat`."""
    if isinstance(failure, Lost):
        return may_repeat or not failure.sent
    return failure.status in _TRANSIENT if may_repeat else failure.status == 429  # noqa: PLR2004


def pause_before(
    attempt: int, failure: Failure, *, may_repeat: bool, jitter: float, budget: float
) -> float | None:
    """Seconds to wait before attempt `attempt + 1`, or None to give up.

    `may_repeat`: the request may be sent again although it may have been accepted. `jitter` is a random 0 to 1;
    `budget` is what is left of the retry budget, in seconds.
    """
    if attempt >= ATTEMPTS or not is_harmless(failure, may_repeat=may_repeat):
        return None
    if isinstance(failure, Status) and failure.retry_after is not None:
        pause = failure.retry_after
    else:
        longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
        pause = longest * (0.5 + jitter / 2)
    return pause if pause <= budget else None
