"""When to try a request again: pure policy, no clock and no network."""

from dataclasses import dataclass
from typing import Literal

ATTEMPTS = 4
"""How often a request is sent at most."""

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 8.0
LONGEST_RETRY_AFTER = 60.0
_PASSING = frozenset({408, 429, 500, 502, 503, 504})


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


Outcome = Status | Lost


def may_repeat(method: Literal["GET", "POST", "DELETE"], outcome: Outcome) -> bool:
    """Whether repeating is harmless: a POST only when it cannot have been accepted, as a job is billed."""
    if isinstance(outcome, Lost):
        return method != "POST" or not outcome.sent
    return outcome.status in _PASSING if method != "POST" else outcome.status == 429  # noqa: PLR2004


def pause_before(
    attempt: int, method: Literal["GET", "POST", "DELETE"], outcome: Outcome, *, jitter: float
) -> float | None:
    """Seconds to wait before attempt `attempt + 1`, or None to give up. `jitter` is a random 0 to 1."""
    if attempt >= ATTEMPTS or not may_repeat(method, outcome):
        return None
    if isinstance(outcome, Status) and outcome.retry_after is not None:
        return outcome.retry_after if outcome.retry_after <= LONGEST_RETRY_AFTER else None
    longest: float = min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** (attempt - 1))
    return longest * (0.5 + jitter / 2)
