"""The calls that were refused until a person agrees, for clients that cannot ask the person themselves."""

import json
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any

from assemblyai_mcp.consent.questions import VALID_SECONDS

_MOST = 20_000
"""Refusals that are remembered: a few megabytes. Whoever is forgotten is refused once more."""


@dataclass
class Refusals:
    """Remembers who was refused what. Each worker has its own, so several workers may refuse a call once each."""

    clock: Callable[[], float] = time.time
    most: int = _MOST
    _refused_at: dict[bytes, float] = field(default_factory=dict[bytes, float])
    """By account and call, the oldest first."""

    def note(self, account: str, operation: str, arguments: Mapping[str, Any]) -> None:
        call = _digest(account, operation, arguments)
        self._refused_at.pop(call, None)
        self._refused_at[call] = self.clock()
        if len(self._refused_at) > self.most:
            del self._refused_at[next(iter(self._refused_at))]

    def has(self, account: str, operation: str, arguments: Mapping[str, Any]) -> bool:
        """Whether exactly this call of this account was refused in the last ten minutes."""
        refused_at = self._refused_at.get(_digest(account, operation, arguments))
        return refused_at is not None and self.clock() - refused_at <= VALID_SECONDS


def _digest(account: str, operation: str, arguments: Mapping[str, Any]) -> bytes:
    call = json.dumps([account, operation, dict(arguments)], sort_keys=True)
    return sha256(call.encode()).digest()
