"""Runs the sides of a comparison in turns, so that whatever else the machine does meets all of them alike."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import TypeAlias, TypeVar

Measured: TypeAlias = Mapping[str, float]
Found = TypeVar("Found")


def medians(
    rounds: int,
    sides: Mapping[str, Callable[[], Measured]],
    *,
    warm: bool = False,
    fewer: Mapping[str, int] | None = None,
) -> dict[str, dict[str, float]]:
    """The median of each number of each side; with `warm`, a first round is not counted.

    A side that takes long may be named in `fewer`, with its number of rounds: it runs in the first ones, so that
    those that are quick run before it and after it.
    """
    seen: dict[str, list[Measured]] = {name: [] for name in sides}
    for number in range(-warm, rounds):
        for name, side in sides.items():
            if number >= (fewer or {}).get(name, rounds):
                continue
            measured = side()
            if number >= 0:
                seen[name].append(measured)
    return {
        name: {key: median(measured[key] for measured in values) for key in values[0]}
        for name, values in seen.items()
    }


def at_once(calls: Sequence[Callable[[], Found]], most: int) -> list[Found]:
    """What each call gives when `most` of them run at the same time; they begin in their order."""
    with ThreadPoolExecutor(most) as pool:
        started = [pool.submit(call) for call in calls]
        return [call.result() for call in started]
