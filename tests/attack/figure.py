"""What an attack found: a count, and the most and the least it may be."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of an attack."""

    what: str
    """What was counted, with its unit and how often it was tried: "files read from outside in 10,000 races"."""
    found: float
    most: float
    """The largest value that is good."""
    least: float = 0
    """The smallest: an attack that never met what it is about shows nothing."""

    @property
    def is_good(self) -> bool:
        return self.least <= self.found <= self.most

    @property
    def bounds(self) -> str:
        """Which values are good, in words."""
        return f"at least {self.least:g}" if self.least else f"at most {self.most:g}"
