"""How long a session has been open, and what that costs."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from assemblyai_tools.config import Settings
from assemblyai_tools.flow import Host
from assemblyai_tools.streaming.events import Begin, Event, Termination
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.prices import cost
from assemblyai_tools.text import clock_time
from assemblyai_tools.transport.proxies import is_loopback

_SMALL = 1.0
"""USD below which hundredths of a cent are shown."""


def is_billed(settings: Settings) -> bool:
    """Whether sessions cost money: those of a service on this machine, an emulator, do not."""
    return not is_loopback(urlsplit(settings.url(Host.STREAMING)).hostname or "")


@dataclass(slots=True)
class Bill:
    """Time and cost since the first session began. Sessions after a lost connection count too."""

    parameters: StreamParameters
    most_seconds: float | None
    most_cost: float | None
    """USD."""
    is_free: bool
    """Whether the emulator answers."""
    clock: Callable[[], float] = time.monotonic
    _begun_at: float | None = None
    _seconds: float | None = None
    """Seconds that the session was open, by this clock; None until it has ended."""

    @property
    def is_open(self) -> bool:
        """Whether a session has begun."""
        return self._begun_at is not None

    def note(self, event: Event) -> None:
        """Take notice of an event."""
        if isinstance(event, Begin) and self._begun_at is None:
            self._begun_at = self.clock()
        if isinstance(event, Termination):
            self._seconds = self.seconds

    @property
    def seconds(self) -> float:
        """Seconds that a session was open."""
        if self._seconds is not None:
            return self._seconds
        return 0.0 if self._begun_at is None else self.clock() - self._begun_at

    def told(self) -> str:
        """Time and cost so far, with their limits."""
        most_time = self.most_seconds and clock_time(round(self.most_seconds * 1000))
        most_cost = self.most_cost and _usd(self.most_cost)
        return ", about ".join(_limited(self._amounts(), [most_time, most_cost]))

    def taken(self) -> str:
        """The same without the limits."""
        return ", about ".join(self._amounts())

    def _amounts(self) -> list[str]:
        taken = clock_time(int(self.seconds * 1000))
        return [taken] if self.is_free else [taken, _usd(cost(self.seconds, self.parameters))]


def _limited(amounts: Sequence[str], most: Sequence[str | float | None]) -> list[str]:
    pairs = zip(amounts, most, strict=False)
    return [f"{amount} of at most {limit}" if limit else amount for amount, limit in pairs]


def _usd(amount: float) -> str:
    return f"{amount:.4f} USD" if amount < _SMALL else f"{amount:.2f} USD"
