"""When a lost session is followed by another: what counts as progress, how long to wait, when to give up.

Each session is billed, so one that leads nowhere must not be followed by others without end.
"""

import random
from dataclasses import dataclass

from assemblyai_tools.errors import AssemblyAIError

OUTAGE_SECONDS = 75.0
"""Seconds for which a stream that has begun tries to go on after its connection was lost."""

FIRST_SECONDS = 5.0
"""Seconds for which a stream tries to open its first session."""

MOST_FRUITLESS = 20
"""Sessions in a row that may be lost without progress: the same audio may break each of them."""

STEADY_SECONDS = 10.0
"""Seconds after which a session counts as working: what follows its loss is an outage of its own."""

LONG_SECONDS = 300.0
"""Seconds after which a session counts as progress, even without speech."""

_FIRST_PAUSE = 0.5
"""Seconds before the second attempt, at most; each further pause is twice as long."""

_LONGEST_PAUSE = 5.0
"""Seconds between two attempts, at most."""


@dataclass(slots=True)
class Reconnection:
    """The attempts of one stream."""

    is_again: bool = False
    """Whether there was a session before."""
    _attempt: int = 0
    _since: float | None = None
    """Since when no session works."""
    _fruitless: int = 0
    """Sessions that were lost since the last progress."""
    _acknowledged_ms: int = 0

    def lost(self, error: AssemblyAIError, lasted: float, acknowledged_ms: int) -> None:
        """Take notice of a lost session, which lasted so many seconds. Raises the error if it was one too many.

        Audio that was acknowledged by a final turn is progress: it is not sent again. Other events are none, as each
        session may tell them anew.
        """
        self.is_again = True
        is_progress = acknowledged_ms > self._acknowledged_ms or lasted >= LONG_SECONDS
        self._acknowledged_ms = acknowledged_ms
        self._fruitless = 0 if is_progress else self._fruitless + 1
        if self._fruitless >= MOST_FRUITLESS:
            raise error
        if is_progress or lasted >= STEADY_SECONDS:
            self._attempt, self._since = 0, None

    def pause(self, error: AssemblyAIError, now: float) -> float:
        """Seconds to wait before the next attempt. Raises the error of the last one if they last too long."""
        self._since = now if self._since is None else self._since
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2.0**self._attempt)
        self._attempt += 1
        seconds = longest * (0.5 + random.random() / 2)  # noqa: S311 - so that many clients do not call at once
        if now + seconds - self._since > (OUTAGE_SECONDS if self.is_again else FIRST_SECONDS):
            raise error
        return seconds
