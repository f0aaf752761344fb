"""How long a stream waits for the last turns of a session, which is billed until it ends."""

from assemblyai_tools.streaming.events import Event, GatewayAnswer, SpeakerRevision, Turn

LAST_TURNS_SECONDS = 5.0
"""Seconds to wait for a further turn, after the session was asked to end and the service had time to hear all audio."""

LAST_TURNS_HERE_SECONDS = 60.0
"""Seconds for an emulator's last turns: it is slower than speech where this machine is busy, and bills nothing."""

_LONGEST_SECONDS = 120.0
"""Seconds to wait for all last turns together."""


class LastTurns:
    """The wait for the last turns. `is_here`: the service is an emulator on this machine."""

    def __init__(self, *, is_here: bool) -> None:
        self.patience = LAST_TURNS_HERE_SECONDS if is_here else LAST_TURNS_SECONDS
        """Seconds to wait for each of them."""
        self._deadline: float | None = None
        self._end = 0.0

    def start(self, now: float, ahead: float = 0.0) -> None:
        """Start to wait: nothing more is sent. The service has `ahead` seconds of audio still to hear."""
        self._deadline, self._end = now + ahead + self.patience, now + ahead + _LONGEST_SECONDS

    def heard(self, event: Event, now: float) -> None:
        """Wait longer after an event with words. An event that only shows that the session is open does not count."""
        if self._deadline is not None and isinstance(event, Turn | SpeakerRevision | GatewayAnswer):
            self._deadline = min(self._end, max(self._deadline, now + self.patience))

    def is_overdue(self, now: float) -> bool:
        """Whether the wait is over."""
        return self._deadline is not None and now > self._deadline

    def stop(self) -> None:
        """Do not wait: the session is lost, and another one follows."""
        self._deadline = None
