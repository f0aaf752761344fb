"""Many transcriptions at once on one event loop, by our async client."""

import asyncio
import time
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from typing import Any

from pydantic import SecretStr

from assemblyai_tools import AssemblyAIError, AsyncClient, Settings, transcribe
from benchmarks.sides.clock import Stopwatch
from benchmarks.sides.job import address, told


def run(url: str, key: str, seconds: list[float], *, apart: bool = False) -> dict[str, Any]:
    """Start a job for each of `seconds`; when each was returned, and what failed.

    `apart` gives every job a client of its own, so that each waits as if it were alone.
    """
    settings = Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=())
    return asyncio.run(_all(settings, seconds, apart=apart))


async def _all(settings: Settings, seconds: list[float], *, apart: bool) -> dict[str, Any]:
    async with AsyncExitStack() as stack:
        clients = [
            await stack.enter_async_context(AsyncClient(settings))
            for _ in (seconds if apart else seconds[:1])
        ]
        return await transcribe_all(
            [clients[index % len(clients)] for index in range(len(seconds))], seconds, {}
        )


async def transcribe_all(
    clients: Sequence[AsyncClient], seconds: Sequence[float], options: Mapping[str, Any]
) -> dict[str, Any]:
    """Run all jobs at once, each with its client."""
    returned: dict[str, float] = {}
    failed: dict[str, dict[str, Any]] = {}

    async def one(index: int, length: float) -> None:
        audio = address(index, length)
        try:
            view = await clients[index].run(
                transcribe.start({"audio": audio, "wait_seconds": 900, **options})
            )
        except AssemblyAIError as error:
            failed[audio] = told(error)
        else:
            returned[view.id] = time.monotonic()

    with Stopwatch() as watch:
        await asyncio.gather(*(one(index, length) for index, length in enumerate(seconds)))
    return {**watch.read(), "returned": returned, "failed": failed}
