"""Upload a file: by our clients, by httpx alone, by the official SDK.

Each side uploads a small file first, so the time of a first call is not part of the figure.
"""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.sides.stopwatch import stopwatch

if TYPE_CHECKING:
    from assemblyai_tools import Settings

_CHUNK = 1 << 20


def ours(url: str, small: str, large: str) -> dict[str, float]:
    from assemblyai_tools import Client, upload_file

    with Client(_settings(url, large)) as client:
        return _timed(lambda file: client.run(upload_file(path=file)), small, large)


def ours_async(url: str, small: str, large: str) -> dict[str, float]:
    import asyncio

    from assemblyai_tools import AsyncClient, upload_file

    with asyncio.Runner() as runner:
        client = AsyncClient(_settings(url, large))
        seen = _timed(lambda file: runner.run(client.run(upload_file(path=file))), small, large)
        runner.run(client.aclose())
    return seen


def httpx(url: str, small: str, large: str) -> dict[str, float]:
    from httpx import Client

    with Client() as http:
        return _timed(
            lambda file: http.post(
                f"{url}/v2/upload", content=_chunks(file), headers=_headers(file)
            ).raise_for_status(),
            small,
            large,
        )


def httpx_async(url: str, small: str, large: str) -> dict[str, float]:
    import asyncio

    from httpx import AsyncClient

    http = AsyncClient()

    async def upload(file: str) -> None:
        content = _chunks_async(file)
        (await http.post(f"{url}/v2/upload", content=content, headers=_headers(file))).raise_for_status()

    with asyncio.Runner() as runner:
        seen = _timed(lambda file: runner.run(upload(file)), small, large)
        runner.run(http.aclose())
    return seen


def sdk(url: str, small: str, large: str) -> dict[str, float]:
    import assemblyai as aai

    client = aai.Client(settings=aai.Settings(api_key="k", base_url=url))
    with client.http_client:
        return _timed(aai.Transcriber(client=client).upload_file, small, large)


def _timed(upload: Callable[[str], object], small: str, large: str) -> dict[str, float]:
    upload(small)
    with stopwatch() as seen:
        upload(large)
    return seen


def _settings(url: str, file: str) -> "Settings":
    from pydantic import SecretStr

    from assemblyai_tools import Settings

    return Settings(api_key=SecretStr("k"), base_url=url, allowed_dirs=(Path(file).parent,))


def _headers(file: str) -> dict[str, str]:
    return {"Authorization": "k", "Content-Length": str(Path(file).stat().st_size)}


def _chunks(file: str) -> Iterator[bytes]:
    with Path(file).open("rb") as stream:
        while chunk := stream.read(_CHUNK):
            yield chunk


async def _chunks_async(file: str) -> AsyncIterator[bytes]:
    """Reads in the event loop, which has nothing else to do here."""
    for chunk in _chunks(file):
        yield chunk
