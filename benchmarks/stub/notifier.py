"""Sends the webhook of a job when it ends."""

import asyncio
import json
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from benchmarks.stub.service import Job


class Notifier:
    """Keeps the notifications that are still to be sent."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()

    def at_end(self, job: Job, asked: Mapping[str, Any]) -> None:
        """Send the job's notification as soon as it ends."""
        task = asyncio.get_running_loop().create_task(_notify(job, dict(asked)))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)


async def _notify(job: Job, asked: Mapping[str, Any]) -> None:
    loop = asyncio.get_running_loop()
    await asyncio.sleep(max(0.0, job.ends - loop.time()))
    address = urlsplit(str(asked["webhook_url"]))
    body = json.dumps({"transcript_id": job.id, "status": "completed"})
    head = (
        f"POST {address.path or '/'} HTTP/1.1\r\nHost: {address.netloc}\r\nContent-Type: application/json\r\n"
        f"{asked['webhook_auth_header_name']}: {asked['webhook_auth_header_value']}\r\n"
        f"Content-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    )
    reader, writer = await asyncio.open_connection(address.hostname, address.port)
    writer.write(head.encode() + body.encode())
    await reader.read()
    writer.close()
