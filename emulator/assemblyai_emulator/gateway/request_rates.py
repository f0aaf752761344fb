"""Counts the chats of each key and model, and says what the service's limit would leave."""

import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import quote

LIMIT = 30
"""Chats per model and window of a paid account (https://www.assemblyai.com/docs/llm-gateway/rate-limits). The emulator
reports it and refuses nothing; a fault makes a 429."""

WINDOW_SECONDS = 60.0
_SERVICE = "llm-gateway"
_READABLE = "/:.-_ "


@dataclass(frozen=True, slots=True)
class Rate:
    """`reset` is in whole seconds from now."""

    model: str
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """The names are published. The unit of the reset and the name of the service are unverified."""
        return {
            "X-RateLimit-Limit": str(LIMIT),
            "X-RateLimit-Remaining": str(self.remaining),
            "X-RateLimit-Reset": str(self.reset),
            "X-RateLimit-Model": quote(self.model, safe=_READABLE),
            "X-RateLimit-Service": _SERVICE,
        }


class RequestRates:
    """A window begins with the first chat of a key and a model. `clock` gives seconds."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._windows: dict[tuple[str, str], tuple[float, int]] = {}

    def count(self, account: str, model: str) -> Rate:
        """Count one chat."""
        now = self._clock()
        # The windows stand in the order of their beginnings, so the old ones come first.
        while self._windows and now - next(iter(self._windows.values()))[0] >= WINDOW_SECONDS:
            del self._windows[next(iter(self._windows))]
        began, counted = self._windows.get((account, model), (now, 0))
        self._windows[account, model] = began, counted + 1
        reset = math.ceil(began + WINDOW_SECONDS - now)
        return Rate(model, max(LIMIT - counted - 1, 0), reset)
