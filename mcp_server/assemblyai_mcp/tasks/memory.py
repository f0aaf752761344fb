"""What this process remembers of tasks because their ids cannot hold it: cancellations, and how answers ended."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Generic, TypeVar

from assemblyai_mcp.callers import Callers

V = TypeVar("V")

MOST = 5_000
"""Entries of one account: a few megabytes. The oldest is forgotten first."""


@dataclass
class _Account(Generic[V]):
    """The entries of one account, the oldest first."""

    entries: dict[bytes, tuple[float, V]] = field(default_factory=dict[bytes, tuple[float, V]])
    """When each was noted, and its value."""
    last: float = float("-inf")
    """When the last one was noted."""
    forgotten: float = float("-inf")
    """When the newest of those entries was noted that had to make room."""


class Memory(Generic[V]):
    """Values by name, for the account of the current request.

    Each account has room of its own, so that none can push out the values of another. A made-up key costs nothing,
    so nothing is kept for an account that the service never answered.
    """

    def __init__(
        self, callers: Callers, clock: Callable[[], float], *, seconds: float, most: int = MOST
    ) -> None:
        """Values are forgotten after `seconds`, and the oldest if an account has more than `most`."""
        self._callers = callers
        self._clock = clock
        self._seconds = seconds
        self.most = most
        self._accounts: dict[str, _Account[V]] = {}
        """The account that noted something last is the last."""

    def note(self, name: str, value: V) -> None:
        if not self._callers.is_known():
            return
        now, account = self._clock(), self._callers.account()
        own = self._accounts.pop(account, None) or _Account[V]()
        self._accounts[account] = own
        own.entries[_digest(name)] = now, value
        own.last = now
        self._drop(own, now - self._seconds)

    def get(self, name: str) -> V | None:
        return self._own().entries.get(_digest(name), (0.0, None))[1]

    def forget(self, name: str) -> None:
        self._own().entries.pop(_digest(name), None)

    def made_room_since(self, moment: float) -> bool:
        """Whether a value that was noted at this moment or later had to make room."""
        return self._own().forgotten >= moment

    def _own(self) -> _Account[V]:
        return self._accounts.get(self._callers.account()) or _Account[V]()

    def _drop(self, own: _Account[V], too_old: float) -> None:
        while len(own.entries) > self.most:
            own.forgotten, _ = own.entries.pop(next(iter(own.entries)))
        while own.entries[oldest := next(iter(own.entries))][0] <= too_old:
            del own.entries[oldest]
        while self._accounts[first := next(iter(self._accounts))].last <= too_old:
            del self._accounts[first]


def _digest(name: str) -> bytes:
    return sha256(name.encode()).digest()
