"""Tells once that the service cannot be reached, and once that it answers again."""

import time
from collections.abc import Callable

from assemblyai_tools.transport.call import Answer
from assemblyai_tools.transport.engine import Outcome
from assemblyai_tools.transport.retry import Lost

TELL_SECONDS = 5.0
"""Seconds without any answer after which it is told: a single failure is tried again at once."""

_SERVER_ERROR = 500
"""The HTTP status from which on the service itself has failed."""


class Outage:
    """What the requests of one client met. `tell` gets the lines."""

    def __init__(self, tell: Callable[[str], object], clock: Callable[[], float] = time.monotonic) -> None:
        self._tell = tell
        self._clock = clock
        self._since: float | None = None
        self._is_told = False

    def note(self, outcome: Outcome) -> None:
        """What became of a request."""
        why = _failure(outcome)
        if why:
            self._failed(why)
        elif isinstance(outcome, Answer):
            if self._is_told:
                self._tell("The service can be reached again.")
            self._since, self._is_told = None, False

    def _failed(self, why: str) -> None:
        now = self._clock()
        self._since = now if self._since is None else self._since
        if not self._is_told and now - self._since >= TELL_SECONDS:
            self._is_told = True
            self._tell(f"The service cannot be reached ({why}); trying again.")


def _failure(outcome: Outcome) -> str:
    """Why the service did not do what it was asked; empty if it did, or if nothing was sent."""
    if isinstance(outcome, Lost):
        return outcome.reason
    return f"HTTP {outcome.status}" if isinstance(outcome, Answer) and outcome.status >= _SERVER_ERROR else ""
