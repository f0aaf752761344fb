"""What an attack found: a count, and the most it may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an attack."""

    what: str
    """What was counted, with its unit and how often it was tried: "files read from outside in 10,000 races"."""
    found: float
    most: float
    """The largest value that is good."""

    @property
    def is_good(self) -> bool:
        return self.found <= self.most
