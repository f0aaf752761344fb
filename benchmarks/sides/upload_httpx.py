"""Upload a file with httpx alone, in chunks of 1 MiB with a Content-Length."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks.sides.clock import Stopwatch

_CHUNK = 1 << 20


def run(url: str, file: str, small: str) -> dict[str, Any]:
    """Upload the small file first, so that what is measured is the way of the bytes, not a first call."""
    with httpx.Client() as http:
        _upload(http, url, small)
        with Stopwatch() as watch:
            _upload(http, url, file)
    return watch.read()


def _upload(http: httpx.Client, url: str, file: str) -> None:
    headers = {"Authorization": "k", "Content-Length": str(Path(file).stat().st_size)}
    http.post(f"{url}/v2/upload", content=_chunks(file), headers=headers).raise_for_status()


def _chunks(file: str) -> Iterator[bytes]:
    with Path(file).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk
