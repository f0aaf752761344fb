"""A bounded memory for all accounts. Each account has a share of it, so that none can fill it alone."""

from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Generic, TypeVar

V = TypeVar("V")

_NEVER = float("-inf")


@dataclass(frozen=True)
class Bounds:
    """How many entries are remembered: a few megabytes."""

    of_account: int = 5_000
    of_all: int = 20_000


@dataclass
class _Share(Generic[V]):
    """The entries of one account, the oldest first."""

    entries: dict[bytes, tuple[float, V]] = field(default_factory=dict[bytes, tuple[float, V]])
    """The moment of each, and its value."""
    newest: float = _NEVER
    """The latest of their moments."""
    displaced: float = _NEVER
    """The latest moment of an entry that had to make room."""


class Shares(Generic[V]):
    """Values by account and name, each of a moment.

    An entry that is too old is forgotten. Beyond the bound of an account, its own oldest makes room; beyond that of
    all, the oldest of the account that has the most. So none can push out the entries of one that has fewer.
    """

    def __init__(self, clock: Callable[[], float], *, seconds: float, bounds: Bounds) -> None:
        """Entries are forgotten `seconds` after their moment."""
        self._clock = clock
        self._seconds = seconds
        self.bounds = bounds
        self._shares: dict[str, _Share[V]] = {}
        """By account; the one that noted something last is the last."""
        self._count = 0
        """How many entries there are."""
        self._aged = _NEVER
        """The latest moment of an entry that was forgotten as too old. It stays too old if the clock is set back."""

    def __len__(self) -> int:
        return self._count

    def note(self, account: str, name: str, value: V, moment: float | None = None) -> None:
        """Remember the value, as of this moment (default: now)."""
        now = self._clock()
        moment = now if moment is None else moment
        if self._of(account).entries.pop(_digest(name), None):  # it is noted again
            self._count -= 1
        share = self._shares.pop(account, None) or _Share[V]()
        self._shares[account] = share
        share.entries[_digest(name)] = moment, value
        share.newest = max(share.newest, moment)
        self._count += 1
        self._forget_old(share, now - self._seconds)
        while len(share.entries) > self.bounds.of_account:
            self._displace_oldest(share)
        while self._count > self.bounds.of_all:
            self._displace_oldest(max(self._shares.values(), key=lambda one: len(one.entries)))

    def get(self, account: str, name: str) -> V | None:
        return self._of(account).entries.get(_digest(name), (0.0, None))[1]

    def forgotten_until(self, account: str) -> float:
        """The moment up to which entries of this account may have been forgotten."""
        return max(self._of(account).displaced, self._aged)

    def _of(self, account: str) -> _Share[V]:
        return self._shares.get(account) or _Share[V]()

    def _forget_old(self, share: _Share[V], too_old: float) -> None:
        while share.entries and next(iter(share.entries.values()))[0] <= too_old:
            self._aged = max(self._aged, self._pop_oldest(share))
        while self._shares and (first := next(iter(self._shares.values()))).newest <= too_old:
            self._aged = max(self._aged, first.newest)
            self._count -= len(first.entries)
            del self._shares[next(iter(self._shares))]

    def _displace_oldest(self, share: _Share[V]) -> None:
        share.displaced = max(share.displaced, self._pop_oldest(share))

    def _pop_oldest(self, share: _Share[V]) -> float:
        """Forget the oldest entry; gives its moment."""
        moment, _ = share.entries.pop(next(iter(share.entries)))
        self._count -= 1
        return moment


def _digest(name: str) -> bytes:
    return sha256(name.encode()).digest()
