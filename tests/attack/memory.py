"""Attacks the server's memory: calls of many callers that succeed, fail and are given up, after a warm-up."""

import asyncio
import subprocess
from collections.abc import Iterator

from tests.attack.accounts import calling
from tests.attack.figure import Figure

_WARM_UP, _CALLS = 1_000, 2_000
_MOST_MEGABYTES = 5


def attack() -> Iterator[Figure]:
    """Measure the server process before and after the calls."""
    grown = asyncio.run(_grown())
    yield Figure(f"megabytes more resident memory after {_CALLS:,} calls than before", grown, _MOST_MEGABYTES)


async def _grown() -> float:
    async with calling() as server:
        await server.call(_WARM_UP)
        before = _resident_megabytes(server.process_id)
        await server.call(_CALLS)
        return round(_resident_megabytes(server.process_id) - before, 1)


def _resident_megabytes(process_id: int) -> float:
    ps = ["ps", "-o", "rss=", "-p", str(process_id)]
    return int(subprocess.run(ps, capture_output=True, text=True, check=True).stdout) / 1024
