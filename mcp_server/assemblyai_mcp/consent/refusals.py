"""The calls that were refused until a person agrees, for clients that cannot ask the person themselves."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from assemblyai_mcp.consent.questions import VALID_SECONDS
from assemblyai_mcp.shares import Bounds, Shares

_BOUNDS = Bounds()
"""How many refusals are remembered. A call whose refusal is forgotten is refused once more."""


class Refusals:
    """Remembers who was refused what. Each worker has its own, so several workers may refuse a call once each."""

    def __init__(self, clock: Callable[[], float] = time.time, bounds: Bounds = _BOUNDS) -> None:
        self._clock = clock
        self._refused_at = Shares[float](clock, seconds=VALID_SECONDS, bounds=bounds)

    def note(self, share: str, account: str, operation: str, arguments: Mapping[str, Any]) -> None:
        """Remember the refusal in this share."""
        self._refused_at.note(share, _name(account, operation, arguments), self._clock())

    def has(self, share: str, account: str, operation: str, arguments: Mapping[str, Any]) -> bool:
        """Whether this share holds a refusal of exactly this call of this account in the last ten minutes."""
        refused_at = self._refused_at.get(share, _name(account, operation, arguments))
        return refused_at is not None and self._clock() - refused_at <= VALID_SECONDS


def _name(account: str, operation: str, arguments: Mapping[str, Any]) -> str:
    return json.dumps([account, operation, dict(arguments)], sort_keys=True)
