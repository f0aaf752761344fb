"""How long the last turns of a session are waited for: it is billed until it ends."""

from assemblyai_tools.streaming.events import Event, GatewayAnswer, SpeakerRevision, Turn

LAST_TURNS_SECONDS = 5.0
"""Seconds without a further turn after the session was asked to end, once the service can have heard all audio."""

LAST_TURNS_HERE_SECONDS = 60.0
"""Seconds for an emulator's last turns: it is slower than speech where this machine is busy, and bills nothing."""

_LONGEST_SECONDS = 120.0
"""Seconds for the last turns, however many of them come."""


class LastTurns:
    """The wait for them. `is_here`: an emulator tells them."""

    def __init__(self, *, is_here: bool) -> None:
        self.patience = LAST_TURNS_HERE_SECONDS if is_here else LAST_TURNS_SECONDS
        """Seconds that are waited for each of them."""
        self._deadline: float | None = None
        self._end = 0.0

    def start(self, now: float, ahead: float = 0.0) -> None:
        """Nothing more is sent; `ahead` is how many seconds of audio the service has still to hear."""
        self._deadline, self._end = now + ahead + self.patience, now + ahead + _LONGEST_SECONDS

    def heard(self, event: Event, now: float) -> None:
        """More words came, so there may be others: what only tells that the session is open does not count."""
        if self._deadline is not None and isinstance(event, Turn | SpeakerRevision | GatewayAnswer):
            self._deadline = min(self._end, max(self._deadline, now + self.patience))

    def is_overdue(self, now: float) -> bool:
        """Whether they are not waited for any more."""
        return self._deadline is not None and now > self._deadline

    def stop(self) -> None:
        """The session is lost, and another one follows."""
        self._deadline = None
