"""How far the audio may be ahead of the clock."""

from dataclasses import dataclass

LEAD = 10.0
"""Seconds of audio that may be sent at once; the service closes sessions that are far ahead of the clock."""

FASTEST = 1.25
"""How much faster than speech the audio is sent after that. The service hears no faster."""


@dataclass(slots=True)
class Pace:
    """The pace of one session's audio."""

    is_free: bool
    """Whether the service is an emulator, which takes audio as fast as it can."""
    lead: float = LEAD
    """Seconds of audio that may be sent at once."""
    begun_at: float | None = None
    """When the session began; None before."""

    def ahead(self, sent_ms: int, now: float, speed: float = 1.0) -> float:
        """Seconds of audio that were sent beyond what was spoken since the session began."""
        return 0.0 if self.begun_at is None else max(0.0, sent_ms / 1000 - (now - self.begun_at) * speed)

    def lead_ms(self, sent_ms: int, now: float) -> int:
        """Milliseconds of audio that the service has not heard yet, if it hears at the pace of speech."""
        return 0 if self.is_free else round(1000 * self.ahead(sent_ms, now))

    def delay(self, sent_ms: int, now: float) -> float:
        """Seconds to wait before more is sent."""
        return 0.0 if self.is_free else max(0.0, self.ahead(sent_ms, now, FASTEST) - self.lead) / FASTEST
