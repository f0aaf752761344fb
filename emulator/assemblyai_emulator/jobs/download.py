"""Fetches audio from the address that a transcript names."""

import asyncio
from pathlib import Path

import httpx

from assemblyai_emulator import __version__
from assemblyai_emulator.errors import MediaError

# The API's own limit for audio behind a public URL.
LARGEST_BYTES = 5_000_000_000
_TIMEOUT = httpx.Timeout(30, connect=10)
_TOTAL_SECONDS = 30 * 60
_MAX_REDIRECTS = 5
_CHUNK_BYTES = 1 << 20


async def download(url: str, target: Path, *, largest: int = LARGEST_BYTES) -> None:
    """Stream the body to `target`; raises MediaError with the API's own sentence when that fails."""
    try:
        async with (
            asyncio.timeout(_TOTAL_SECONDS),
            _client() as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            await _save(response, target, largest)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
        raise MediaError(
            f"Download error, unable to download {url}. "
            "Please make sure the file exists and is accessible from the internet."
        ) from error


def _client() -> httpx.AsyncClient:
    return httpx.AsyncClient(
        timeout=_TIMEOUT,
        follow_redirects=True,
        max_redirects=_MAX_REDIRECTS,
        headers={"User-Agent": f"assemblyai-emulator/{__version__}"},
    )


async def _save(response: httpx.Response, target: Path, largest: int) -> None:
    size = 0
    with await asyncio.to_thread(target.open, "wb") as file:
        async for chunk in response.aiter_bytes(_CHUNK_BYTES):
            size += len(chunk)
            if size > largest:
                raise MediaError(f"Download error, {response.url} is larger than {largest} bytes.")
            await asyncio.to_thread(file.write, chunk)
