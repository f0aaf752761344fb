"""Upload a file with httpx's async client alone, in chunks of 1 MiB with a Content-Length."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx

from benchmarks.sides.clock import Stopwatch

_CHUNK = 1 << 20


def run(url: str, file: str, small: str) -> dict[str, Any]:
    """Upload the small file first, so that what is measured is the way of the bytes, not a first call."""
    return asyncio.run(_both(url, file, small))


async def _both(url: str, file: str, small: str) -> dict[str, Any]:
    async with httpx.AsyncClient() as http:
        await _upload(http, url, small)
        with Stopwatch() as watch:
            await _upload(http, url, file)
    return watch.read()


async def _upload(http: httpx.AsyncClient, url: str, file: str) -> None:
    headers = {"Authorization": "k", "Content-Length": str(Path(file).stat().st_size)}  # noqa: ASYNC240 - alone
    reply = await http.post(f"{url}/v2/upload", content=_chunks(file), headers=headers)
    reply.raise_for_status()


async def _chunks(file: str) -> AsyncIterator[bytes]:
    """Read in the event loop, which has nothing else to do here."""
    with Path(file).open("rb") as stream:  # noqa: ASYNC230 - see above
        while chunk := stream.read(_CHUNK):
            yield chunk
