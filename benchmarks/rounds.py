"""Runs the sides of a comparison in turns, so that whatever else the machine does meets all of them alike."""

from collections.abc import Callable, Mapping
from statistics import median
from typing import TypeAlias

Measured: TypeAlias = Mapping[str, float]


def medians(
    rounds: int, sides: Mapping[str, Callable[[], Measured]], *, warm: bool = False
) -> dict[str, dict[str, float]]:
    """The median of each number of each side; with `warm`, a first round is not counted."""
    seen: dict[str, list[Measured]] = {name: [] for name in sides}
    for number in range(rounds + warm):
        for name, side in sides.items():
            measured = side()
            if number >= warm:
                seen[name].append(measured)
    return {
        name: {key: median(measured[key] for measured in values) for key in values[0]}
        for name, values in seen.items()
    }
