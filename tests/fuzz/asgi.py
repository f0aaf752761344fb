"""Calls an ASGI app as uvicorn does, with requests that no HTTP client would send."""

import asyncio
from dataclasses import dataclass
from urllib.parse import unquote


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def call(app, method: str, path: str, *, query: bytes = b"", headers=(), body: bytes = b"") -> Answer:
    """`path` is as on the wire, escapes included. An error that the app lets out is raised."""
    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 5000),
        "scheme": "http",
        "method": method,
        "root_path": "",
        "path": unquote(path),
        "raw_path": path.encode("ascii"),
        "query_string": query,
        "headers": list(headers),
        "state": {},
    }
    received = [{"type": "http.request", "body": body, "more_body": False}]
    sent: list[dict] = []

    async def receive():
        if received:
            return received.pop()
        # The client is patient: it stays until the reply is complete.
        await asyncio.Event().wait()
        return None

    async def send(message) -> None:
        sent.append(message)

    await app(scope, receive, send)
    start = next(message for message in sent if message["type"] == "http.response.start")
    rest = b"".join(message.get("body", b"") for message in sent if message["type"] == "http.response.body")
    names = {name.decode("latin-1"): value.decode("latin-1") for name, value in start["headers"]}
    return Answer(start["status"], names, rest)
