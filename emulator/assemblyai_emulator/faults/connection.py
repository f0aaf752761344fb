"""Replies that break: the connection is reset, the body is truncated, or nothing is sent at all.

An ASGI app has no access to the socket. To break the connection it declares a longer body than it sends, which
makes the server close the connection.
"""

import asyncio
import contextlib

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_LENGTH = b"content-length"


async def reset(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Send half of the real reply, with a content length that is never reached."""
    start, body = await _reply_of(app, scope, receive)
    await _send_start(send, start, len(body) + 1)
    await send({"type": "http.response.body", "body": body[: len(body) // 2], "more_body": True})


async def truncate(app: ASGIApp, scope: Scope, receive: Receive, send: Send) -> None:
    """Send half of the real reply, with a content length that matches."""
    start, body = await _reply_of(app, scope, receive)
    half = body[: len(body) // 2]
    await _send_start(send, start, len(half))
    await send({"type": "http.response.body", "body": half})


async def hang(receive: Receive, send: Send, seconds: float) -> None:
    """Send nothing until the client disconnects or the time is up, then break the connection."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "http.disconnect":
                pass
            return
    await _send_start(send, {"type": "http.response.start", "status": 504, "headers": []}, 1)


async def drain(receive: Receive) -> None:
    """Read the rest of the request: a client that is still sending might miss the reply."""
    while True:
        message = await receive()
        if message["type"] == "http.disconnect" or not message.get("more_body", False):
            return


async def _reply_of(app: ASGIApp, scope: Scope, receive: Receive) -> tuple[Message, bytes]:
    start: Message = {"type": "http.response.start", "status": 500, "headers": []}
    body = bytearray()

    async def collect(message: Message) -> None:
        nonlocal start
        if message["type"] == "http.response.start":
            start = message
        else:
            body.extend(message.get("body", b""))

    await app(scope, receive, collect)
    return start, bytes(body)


async def _send_start(send: Send, start: Message, length: int) -> None:
    headers = [(name, value) for name, value in start["headers"] if name.lower() != _LENGTH]
    await send({**start, "headers": [*headers, (_LENGTH, str(length).encode())]})
