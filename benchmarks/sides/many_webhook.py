"""Many transcriptions at once by our async client, with a receiver for the service's webhook."""

import asyncio
import socket
from typing import Any

import uvicorn
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Settings, WebhookReceiver
from benchmarks.sides.many_ours import transcribe_all

_NAME, _VALUE = "X-Hook", "a secret of the benchmark"


def run(url: str, key: str, seconds: list[float]) -> dict[str, Any]:
    """Start a job for each of `seconds`; when each was returned, and what failed."""
    return asyncio.run(_all(Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=()), seconds))


async def _all(settings: Settings, seconds: list[float]) -> dict[str, Any]:
    receiver = WebhookReceiver(header_name=_NAME, header_value=_VALUE)
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.bind(("127.0.0.1", 0))
        server = uvicorn.Server(uvicorn.Config(receiver, log_level="error", lifespan="off"))
        serving = asyncio.create_task(server.serve(sockets=[listener]))
        options = {
            "webhook_url": f"http://127.0.0.1:{listener.getsockname()[1]}/hook",
            "webhook_auth_header_name": _NAME,
            "webhook_auth_header_value": _VALUE,
        }
        async with AsyncClient(settings, watch=receiver.watch) as client:
            measured = await transcribe_all([client] * len(seconds), seconds, options)
        server.should_exit = True
        await serving
    return measured
