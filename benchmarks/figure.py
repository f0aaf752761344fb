"""One measured number, beside what it is compared with and what was hoped for."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, Self


@dataclass(frozen=True)
class Goal:
    """At most, or at least, so much of the number itself or of its ratio to a peer."""

    kind: Literal["most", "least"]
    value: float
    of: str = ""
    """The peer whose ratio is meant; empty for the number itself."""

    def met(self, value: float) -> bool:
        return value <= self.value if self.kind == "most" else value >= self.value


@dataclass(frozen=True)
class Figure:
    """`ours` and the `peers` are medians in the same unit, measured in the same run."""

    what: str
    unit: str
    ours: float | None
    peers: Mapping[str, float | None] = field(default_factory=dict[str, float | None])
    goal: Goal | None = None
    note: str = ""

    def ratio(self, peer: str) -> float | None:
        """Ours divided by the peer's."""
        theirs = self.peers.get(peer)
        return self.ours / theirs if self.ours is not None and theirs else None

    @property
    def met(self) -> bool | None:
        """Whether the goal is met; None without a goal or a number."""
        value = self.ratio(self.goal.of) if self.goal and self.goal.of else self.ours
        return self.goal.met(value) if self.goal and value is not None else None

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> Self:
        """What `to_json` made of it; ratio and verdict follow."""
        goal = given["goal"] and Goal(**given["goal"])
        known = {name: given[name] for name in ("what", "unit", "ours", "peers", "note")}
        return cls(**known, goal=goal)

    def to_json(self) -> dict[str, Any]:
        ratios = {peer: self.ratio(peer) for peer in self.peers}
        return {**asdict(self), "ratios": ratios, "met": self.met}
