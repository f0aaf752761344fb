"""The calls that were refused until a person agrees, for clients that cannot ask the person themselves."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any

from assemblyai_mcp.consent.questions import VALID_SECONDS
from assemblyai_mcp.shares import Shares

_MOST_OF_ACCOUNT = 5_000
"""Refusals of one account that are remembered. Whoever is forgotten is refused once more."""

_MOST = 20_000
"""Refusals of all accounts that are remembered: a few megabytes."""


class Refusals:
    """Remembers who was refused what. Each worker has its own, so several workers may refuse a call once each."""

    def __init__(
        self,
        clock: Callable[[], float] = time.time,
        *,
        most_of_account: int = _MOST_OF_ACCOUNT,
        most: int = _MOST,
    ) -> None:
        self._clock = clock
        self._refused_at = Shares[float](
            clock, seconds=VALID_SECONDS, most_of_account=most_of_account, most=most
        )

    def note(self, share: str, account: str, operation: str, arguments: Mapping[str, Any]) -> None:
        """Remember the refusal in this share."""
        self._refused_at.note(share, _name(account, operation, arguments), self._clock())

    def has(self, share: str, account: str, operation: str, arguments: Mapping[str, Any]) -> bool:
        """Whether this share holds a refusal of exactly this call of this account in the last ten minutes."""
        refused_at = self._refused_at.get(share, _name(account, operation, arguments))
        return refused_at is not None and self._clock() - refused_at <= VALID_SECONDS


def _name(account: str, operation: str, arguments: Mapping[str, Any]) -> str:
    return json.dumps([account, operation, dict(arguments)], sort_keys=True)
