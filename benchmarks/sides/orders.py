"""`transcribe` with a ledger in a file and without one: a new order each time, not waited for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import count
from pathlib import Path

from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Client, Settings, transcribe
from benchmarks.rounds import in_turns, in_turns_async


def run(url: str, key: str, ledger: str, *, blocks: int = 5) -> dict[str, float]:
    """The median microseconds of a call, with and without a ledger."""
    off = Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=(), ledger="off")
    kept = replace(off, ledger=Path(ledger))
    numbers = count()
    with Client(off) as without, Client(kept) as remembering:
        seen = in_turns(
            {"off": _order(without, numbers), "in a file": _order(remembering, numbers)}, blocks=blocks
        )
    return {**seen, **asyncio.run(_awaited(off, kept, numbers, blocks))}


def _order(client: Client, numbers: "count[int]") -> Callable[[], object]:
    return lambda: client.run(transcribe(audio=f"https://audio.test/{next(numbers)}/60.mp3", wait_seconds=0))


async def _awaited(off: Settings, kept: Settings, numbers: "count[int]", blocks: int) -> dict[str, float]:
    async with AsyncClient(off) as without, AsyncClient(kept) as remembering:

        async def order(client: AsyncClient) -> object:
            audio = f"https://audio.test/{next(numbers)}/60.mp3"
            return await client.run(transcribe(audio=audio, wait_seconds=0))

        return await in_turns_async(
            {"off async": lambda: order(without), "in a file async": lambda: order(remembering)},
            blocks=blocks,
        )
