"""The outcome of one check."""

from dataclasses import dataclass
from typing import Literal, TypeAlias

State: TypeAlias = Literal["ok", "warn", "fail"]


@dataclass(frozen=True, slots=True)
class Check:
    """What was looked at, how it is, and what to do about it; `fail` means that something does not work."""

    name: str
    state: State
    says: str
    to_do: str = ""

    def render(self) -> str:
        """The check in one line."""
        return " ".join(filter(None, (f"{self.state:4}  {self.name}: {self.says}", self.to_do)))
