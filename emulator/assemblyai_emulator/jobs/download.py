"""Downloads the audio that a transcript's `audio_url` points to."""

import asyncio
from pathlib import Path

import httpx

from assemblyai_emulator import __version__
from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.outgoing import client_for

LARGEST_BYTES = 5_000_000_000
"""The API's limit for audio at a public URL."""

_TIMEOUT = httpx.Timeout(30, connect=10)
_TOTAL_SECONDS = 30 * 60
"""Seconds for the whole download."""

_MAX_REDIRECTS = 5
_CHUNK_BYTES = 1 << 20


async def download(url: str, target: Path, *, largest: int = LARGEST_BYTES) -> None:
    """Stream the body to `target`. Raises MediaError with the API's error text if that fails."""
    try:
        async with (
            asyncio.timeout(_TOTAL_SECONDS),
            _client(url) as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            await _save(response, target, largest)
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
        raise MediaError(
            f"Download error, unable to download {url}. "
            "Please make sure the file exists and is accessible from the internet."
        ) from error


def _client(url: str) -> httpx.AsyncClient:
    return client_for(
        url,
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
