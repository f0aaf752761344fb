"""Requests that the SDK answers with a 500, or not at all, although the server is not at fault."""

from contextlib import suppress

from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Message, Receive, Scope, Send

_NOT_ASCII = (
    "The headers of the protocol (Mcp-Name and the others) hold ASCII only. Send other characters as =?base64?...?=, "
    "the base64 of their UTF-8."
)


class PlainHeaders:
    """Lets the SDK see only headers that it can answer to.

    The protocol's own headers must be ASCII: the SDK fails while it decodes others. And this server keeps no events, so
    a client that asks for missed ones (`Last-Event-ID`) gets a new stream; the SDK would answer nothing.
    """

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app, headers = self._app, scope.get("headers", ())
        if any(name.startswith(b"mcp-") and not value.isascii() for name, value in headers):
            app = JSONResponse({"error": _NOT_ASCII}, 400)
        elif any(name == b"last-event-id" for name, _ in headers):
            scope = {**scope, "headers": [pair for pair in headers if pair[0] != b"last-event-id"]}
        await app(scope, receive, send)


class WholeRequests:
    """Gives up a request whose client leaves before it was sent whole. To the SDK that is a bug, for the log."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_whole = scope["type"] != "http"

        async def receive_all() -> Message:
            nonlocal is_whole
            message = await receive()
            if not is_whole and message["type"] == "http.disconnect":
                raise ClientDisconnect
            is_whole = is_whole or not message.get("more_body", False)
            return message

        with suppress(ClientDisconnect):
            await self._app(scope, receive_all, send)
