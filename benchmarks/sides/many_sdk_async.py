"""Many transcriptions at once on one event loop, by the official SDK's async client with its defaults."""

import asyncio
import time
from typing import Any

import assemblyai as aai

from benchmarks.sides.clock import Stopwatch
from benchmarks.sides.job import address, told


def run(url: str, key: str, seconds: list[float]) -> dict[str, Any]:
    """Start a job for each of `seconds`; when each was returned, and what failed."""
    return asyncio.run(_all(aai.Settings(api_key=key, base_url=url), seconds))


async def _all(settings: aai.Settings, seconds: list[float]) -> dict[str, Any]:
    returned: dict[str, float] = {}
    failed: dict[str, dict[str, Any]] = {}
    async with aai.AsyncClient(settings=settings) as client:
        transcriber = aai.AsyncTranscriber(client=client)

        async def one(index: int, length: float) -> None:
            audio = address(index, length)
            try:
                transcript = await transcriber.transcribe(audio)
            except Exception as error:  # noqa: BLE001 - whatever it raises is what the caller gets
                failed[audio] = told(error)
            else:
                returned[str(transcript.id)] = time.monotonic()

        with Stopwatch() as watch:
            await asyncio.gather(*(one(index, length) for index, length in enumerate(seconds)))
    return {**watch.read(), "returned": returned, "failed": failed}
