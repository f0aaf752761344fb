"""Many transcriptions at once, by the official SDK's blocking client in threads."""

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import assemblyai as aai

from benchmarks.sides.clock import Stopwatch
from benchmarks.sides.job import address, told


def run(url: str, key: str, seconds: list[float], threads: int) -> dict[str, Any]:
    """Start a job for each of `seconds`; when each was returned, and what failed."""
    returned: dict[str, float] = {}
    failed: dict[str, dict[str, Any]] = {}
    client = aai.Client(settings=aai.Settings(api_key=key, base_url=url))
    transcriber = aai.Transcriber(client=client)

    def one(index: int, length: float) -> None:
        audio = address(index, length)
        try:
            transcript = transcriber.transcribe(audio)
        except Exception as error:  # noqa: BLE001 - whatever it raises is what the caller gets
            failed[audio] = told(error)
        else:
            returned[str(transcript.id)] = time.monotonic()

    with Stopwatch() as watch, ThreadPoolExecutor(threads) as pool:
        list(pool.map(one, range(len(seconds)), seconds))
    return {**watch.read(), "returned": returned, "failed": failed}
