"""A stand-in for the service that says in every reply for whom it answers."""

import asyncio
import json
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from hashlib import sha256

SLOW = 0.05
"""Seconds that the service takes for a call that is about to be given up."""


def account_of(key: str) -> str:
    """What the service calls the account of a key."""
    return f"account-{sha256(key.encode()).hexdigest()[:16]}"


@asynccontextmanager
async def keyed_service() -> AsyncGenerator[str]:
    """A service in this process; yields its address."""
    server = await asyncio.start_server(_serve, "127.0.0.1", 0)
    async with server:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}"


async def _serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    try:
        while True:
            lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")
            key = next(line.split(": ", 1)[1] for line in lines if line.lower().startswith("authorization:"))
            account, transcript_id = account_of(key), lines[0].split()[1].rpartition("/")[2]
            await asyncio.sleep(SLOW if transcript_id.startswith("slow") else 0)
            status, reply = (
                "200 OK",
                {"id": transcript_id, "status": "completed", "text": account, "words": []},
            )
            if transcript_id.startswith("bad"):
                status, reply = "400 Bad Request", {"error": f"{account} has none"}
            body = json.dumps(reply)
            writer.write(f"HTTP/1.1 {status}\r\nContent-Length: {len(body)}\r\n\r\n{body}".encode())
    except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
        writer.close()  # the server hung up, or the attack is over
