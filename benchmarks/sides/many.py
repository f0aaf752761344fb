"""Many transcriptions at once: by our async client, with a webhook too, and by the official SDK.

Each side starts a job for each of `seconds` and says when each was returned, and which failed how.
"""

import asyncio
import socket
import time
from collections.abc import Awaitable, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from typing import TYPE_CHECKING, Any

from benchmarks.sides.stopwatch import stopwatch

if TYPE_CHECKING:
    from assemblyai_tools import Settings

_MOST_SECONDS = 900
_HEADER, _SECRET = "X-Hook", "a secret of the benchmark"


def ours(url: str, key: str, seconds: list[float], *, apart: bool = False) -> dict[str, Any]:
    """With `apart`, every job has a client of its own and so waits alone."""
    from assemblyai_tools import AsyncClient, transcribe

    async def run() -> dict[str, Any]:
        async with AsyncExitStack() as stack:
            needed = seconds if apart else seconds[:1]
            clients = [await stack.enter_async_context(AsyncClient(_settings(url, key))) for _ in needed]

            async def one(index: int, audio: str) -> str:
                client = clients[index % len(clients)]
                return (await client.run(transcribe(audio=audio, wait_seconds=_MOST_SECONDS))).id

            return await _all(one, seconds)

    return asyncio.run(run())


def webhook(url: str, key: str, seconds: list[float]) -> dict[str, Any]:
    """Our async client, with a receiver for the service's webhook."""
    import uvicorn

    from assemblyai_tools import AsyncClient, WebhookReceiver, transcribe

    async def run() -> dict[str, Any]:
        receiver = WebhookReceiver(header_name=_HEADER, header_value=_SECRET)
        with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
            listener.bind(("127.0.0.1", 0))
            server = uvicorn.Server(uvicorn.Config(receiver, log_level="error", lifespan="off"))
            serving = asyncio.create_task(server.serve(sockets=[listener]))
            hook = {
                "webhook_url": f"http://127.0.0.1:{listener.getsockname()[1]}/hook",
                "webhook_auth_header_name": _HEADER,
                "webhook_auth_header_value": _SECRET,
            }
            async with AsyncClient(_settings(url, key), watch=receiver.watch) as client:

                async def one(_index: int, audio: str) -> str:
                    job = {"audio": audio, "wait_seconds": _MOST_SECONDS, **hook}
                    return (await client.run(transcribe.start(job))).id

                measured = await _all(one, seconds)
            server.should_exit = True
            await serving
        return measured

    return asyncio.run(run())


def sdk(url: str, key: str, seconds: list[float]) -> dict[str, Any]:
    """The official SDK's async client with its defaults."""
    import assemblyai as aai

    async def run() -> dict[str, Any]:
        async with aai.AsyncClient(settings=aai.Settings(api_key=key, base_url=url)) as client:
            transcriber = aai.AsyncTranscriber(client=client)

            async def one(_index: int, audio: str) -> str:
                return str((await transcriber.transcribe(audio)).id)

            return await _all(one, seconds)

    return asyncio.run(run())


def sdk_threads(url: str, key: str, seconds: list[float], threads: int) -> dict[str, Any]:
    """The official SDK's blocking client in threads."""
    import assemblyai as aai

    client = aai.Client(settings=aai.Settings(api_key=key, base_url=url))
    transcriber = aai.Transcriber(client=client)

    async def run() -> dict[str, Any]:
        loop = asyncio.get_running_loop()
        with client.http_client, ThreadPoolExecutor(threads) as pool:

            async def one(_index: int, audio: str) -> str:
                return str((await loop.run_in_executor(pool, transcriber.transcribe, audio)).id)

            return await _all(one, seconds)

    return asyncio.run(run())


def address(index: int, seconds: float) -> str:
    """A job's audio, different for every job; the stub reads the job's length from it."""
    return f"https://audio.test/{index}/{seconds}.mp3"


async def _all(transcribe: Callable[[int, str], Awaitable[str]], seconds: Sequence[float]) -> dict[str, Any]:
    returned: dict[str, float] = {}
    failed: dict[str, dict[str, Any]] = {}

    async def one(index: int, length: float) -> None:
        audio = address(index, length)
        try:
            transcript_id = await transcribe(index, audio)
        except Exception as error:  # noqa: BLE001 - a caller gets any error of any side
            failed[audio] = _seen(error)
        else:
            returned[transcript_id] = time.monotonic()

    with stopwatch() as seen:
        await asyncio.gather(*(one(index, length) for index, length in enumerate(seconds)))
    return {**seen, "returned": returned, "failed": failed}


def _seen(error: Exception) -> dict[str, Any]:
    """What a caller can read in an error: its text, a failed request's address, its transcript id."""
    try:
        request = f" {error.request.url}"  # type: ignore[attr-defined]  # httpx's errors have one
    except (AttributeError, RuntimeError):
        request = ""
    return {"text": f"{error}{request}", "transcript_id": getattr(error, "transcript_id", None)}


def _settings(url: str, key: str) -> "Settings":
    from pydantic import SecretStr

    from assemblyai_tools import Settings

    return Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=())
