"""One measured number, what it is compared with, and its goal."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any


@dataclass(frozen=True)
class Goal:
    """At most `value`: the number itself or, with `of`, its ratio to that peer."""

    value: float
    of: str = ""


@dataclass(frozen=True)
class Figure:
    """`ours` and the `peers` are in the same unit and measured in the same run."""

    what: str
    unit: str
    ours: float
    peers: Mapping[str, float] = field(default_factory=dict[str, float])
    goal: Goal | None = None
    note: str = ""

    def ratio(self, peer: str) -> float | None:
        """Ours divided by the peer's; None if the peer's is zero."""
        return self.ours / self.peers[peer] if self.peers[peer] else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal."""
        if self.goal is None:
            return None
        value = self.ratio(self.goal.of) if self.goal.of else self.ours
        return value is not None and value <= self.goal.value

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "ratios": {peer: self.ratio(peer) for peer in self.peers}, "met": self.met}
