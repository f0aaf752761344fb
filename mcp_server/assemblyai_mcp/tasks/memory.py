"""What this process remembers of tasks because their ids cannot hold it: cancellations, and how answers ended."""

from collections.abc import Callable
from typing import Generic, TypeVar

from assemblyai_mcp.callers import Callers
from assemblyai_mcp.shares import Bounds, Shares

V = TypeVar("V")

_BOUNDS = Bounds(of_all=100_000)
"""How many entries are remembered."""


class Memory(Generic[V]):
    """Values by name, for the account of the current request.

    A made-up key costs nothing, so nothing is kept for an account that the service never answered.
    """

    def __init__(self, callers: Callers, clock: Callable[[], float], *, seconds: float) -> None:
        """Values are forgotten after `seconds`."""
        self._callers = callers
        self.shares = Shares[V](clock, seconds=seconds, bounds=_BOUNDS)

    def note(self, name: str, value: V) -> None:
        if self._callers.is_known():
            self.shares.note(self._callers.account(), name, value)

    def get(self, name: str) -> V | None:
        return self.shares.get(self._callers.account(), name)

    def made_room_since(self, moment: float) -> bool:
        """Whether a value that was noted at this moment or later may have been forgotten."""
        return self.shares.forgotten_until(self._callers.account()) >= moment
