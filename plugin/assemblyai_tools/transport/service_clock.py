"""What time it is for the service, whatever this machine's clock says: its replies tell."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime


@dataclass(slots=True)
class ServiceClock:
    """Goes on from the date of the last reply. It may be slow, as replies take time and machines sleep, never fast."""

    monotonic: Callable[[], float] = time.monotonic
    _heard: tuple[str, float] = field(default=("", 0.0), repr=False)
    """The date of the last reply as it was written, and this machine's time of it."""

    def heard(self, date: str) -> None:
        """Take the `Date` header of a reply that has come just now."""
        self._heard = date, self.monotonic()

    def now(self) -> float | None:
        """The time in Unix seconds; None if no reply has told it yet."""
        date, at = self._heard
        try:
            return parsedate_to_datetime(date).timestamp() + self.monotonic() - at
        except ValueError:
            return None
