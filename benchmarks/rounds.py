"""Runs the sides of a comparison in turns, so that anything else the machine does affects all of them alike."""

import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from statistics import median
from typing import TypeAlias, TypeVar

Measured: TypeAlias = Mapping[str, float]
Found = TypeVar("Found")

BLOCKS, CALLS = 24, 15
"""Calls too short for a process each are timed in this many blocks of this many calls."""


def medians(
    rounds: int,
    sides: Mapping[str, Callable[[], Measured]],
    *,
    warm: bool = False,
    fewer: Mapping[str, int] | None = None,
) -> dict[str, dict[str, float]]:
    """The median of each number of each side. With `warm`, a first round is not counted.

    `fewer` names sides that take long, with their number of rounds. They run in the first rounds, so that the
    quick sides run before and after them.
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


def in_turns(
    ways: Mapping[str, Callable[[], object]], *, blocks: int = BLOCKS, calls: int = CALLS
) -> dict[str, float]:
    """The median microseconds of a call, for each way to make it."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(blocks):
        for name, way in ways.items():
            for _ in range(calls):
                start = time.perf_counter()
                way()
                seen[name].append(time.perf_counter() - start)
    return _microseconds(seen)


async def in_turns_async(
    ways: Mapping[str, Callable[[], Awaitable[object]]], *, blocks: int = BLOCKS, calls: int = CALLS
) -> dict[str, float]:
    """The same for coroutines."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(blocks):
        for name, way in ways.items():
            for _ in range(calls):
                start = time.perf_counter()
                await way()
                seen[name].append(time.perf_counter() - start)
    return _microseconds(seen)


def at_once(calls: Sequence[Callable[[], Found]], most: int) -> list[Found]:
    """The results of all calls; at most `most` run at the same time."""
    with ThreadPoolExecutor(most) as pool:
        started = [pool.submit(call) for call in calls]
        return [call.result() for call in started]


def _microseconds(seen: Mapping[str, list[float]]) -> dict[str, float]:
    return {name: median(values) * 1e6 for name, values in seen.items()}
