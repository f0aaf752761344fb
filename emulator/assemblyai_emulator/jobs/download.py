"""Downloads the audio that a transcript's `audio_url` points to."""

import asyncio
from pathlib import Path

import httpx

from assemblyai_emulator import __version__
from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.outgoing import client_for
from assemblyai_emulator.public_addresses import NotPublicError
from assemblyai_emulator.store.new_file import announced_size, new_file

LARGEST_BYTES = 5_000_000_000
"""The API's limit for audio at a public URL."""

_TIMEOUT = httpx.Timeout(30, connect=10)
_TOTAL_SECONDS = 30 * 60
"""Seconds for the whole download."""

_MAX_REDIRECTS = 5
_CHUNK_BYTES = 1 << 18


async def download(
    url: str, target: Path, *, largest: int = LARGEST_BYTES, public_only: bool = False
) -> None:
    """Stream the body to `target`.

    Raises MediaError with the API's error text if the server does not send it, and StorageError if the disk is full
    or fails. Then, and if it is cancelled, nothing is left of the file. With `public_only`, it is downloaded from the
    public internet only.
    """
    try:
        async with (
            asyncio.timeout(_TOTAL_SECONDS),
            _client(url, public_only=public_only) as client,
            client.stream("GET", url) as response,
        ):
            response.raise_for_status()
            await _save(response, target, largest)
    except NotPublicError as error:
        raise MediaError(
            f"Download error, unable to download {url}: {error}, and this emulator was started with "
            "--public-audio-only. Upload the file instead (POST /v2/upload)."
        ) from error
    except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
        raise MediaError(
            f"Download error, unable to download {url}. "
            "Please make sure the file exists and is accessible from the internet."
        ) from error


def _client(url: str, *, public_only: bool) -> httpx.AsyncClient:
    return client_for(
        url,
        public_only=public_only,
        timeout=_TIMEOUT,
        follow_redirects=True,
        max_redirects=_MAX_REDIRECTS,
        headers={"User-Agent": f"assemblyai-emulator/{__version__}"},
    )


async def _save(response: httpx.Response, target: Path, largest: int) -> None:
    def check_size(size: int) -> None:
        if size > largest:
            raise MediaError(f"Download error, {response.url} is larger than {largest} bytes.")

    announced = announced_size(response.headers.get("content-length"))
    check_size(announced)
    async with new_file(target, announced) as file:
        async for chunk in response.aiter_bytes(_CHUNK_BYTES):
            check_size(file.size + len(chunk))
            await file.write(chunk)
