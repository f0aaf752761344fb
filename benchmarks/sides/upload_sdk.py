"""Upload a file with the official SDK's blocking client."""

from typing import Any

import assemblyai as aai

from benchmarks.sides.clock import Stopwatch


def run(url: str, file: str, small: str) -> dict[str, Any]:
    """Upload the small file first, so that what is measured is the way of the bytes, not a first call."""
    client = aai.Client(settings=aai.Settings(api_key="k", base_url=url))
    transcriber = aai.Transcriber(client=client)
    transcriber.upload_file(small)
    with Stopwatch() as watch:
        transcriber.upload_file(file)
    return watch.read()
