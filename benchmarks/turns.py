"""Times calls too short for a process each: in short blocks, in turns, so that the machine treats all alike."""

import time
from collections.abc import Awaitable, Callable, Mapping
from statistics import median

BLOCKS, CALLS = 24, 15


def in_turns(
    ways: Mapping[str, Callable[[], object]], *, blocks: int = BLOCKS, calls: int = CALLS
) -> dict[str, float]:
    """The median microseconds of each way."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(blocks):
        for name, way in ways.items():
            for _ in range(calls):
                start = time.perf_counter()
                way()
                seen[name].append(time.perf_counter() - start)
    return _medians(seen)


async def in_turns_async(
    ways: Mapping[str, Callable[[], Awaitable[object]]], *, blocks: int = BLOCKS, calls: int = CALLS
) -> dict[str, float]:
    """The same for what is awaited."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(blocks):
        for name, way in ways.items():
            for _ in range(calls):
                start = time.perf_counter()
                await way()
                seen[name].append(time.perf_counter() - start)
    return _medians(seen)


def _medians(seen: Mapping[str, list[float]]) -> dict[str, float]:
    return {name: median(values) * 1e6 for name, values in seen.items()}
