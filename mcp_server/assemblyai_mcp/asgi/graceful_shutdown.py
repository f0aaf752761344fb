"""Shutting down without cutting off a call: streams that can end do so, and the others once all calls are answered."""

import asyncio

from sse_starlette.sse import AppStatus
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assemblyai_mcp.tasks.shutdown import SHUTDOWN


class GracefulShutdown:
    """Counts the calls in progress, and finishes each response that its app left open."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._calls = 0
        self._shutdown = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        # By default, sse_starlette ends every event stream at the first signal, even one that still owes an answer.
        AppStatus.disable_automatic_graceful_drain()  # type: ignore[no-untyped-call]  # it has no types

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        open_response = False
        scope = {**scope, "state": {**scope.get("state", {}), SHUTDOWN: self._shutdown}}

        async def tracking_send(message: Message) -> None:
            nonlocal open_response
            open_response = message["type"] != "http.response.body" or message.get("more_body", False)
            await send(message)

        self._count(int(scope["method"] == "POST"))
        try:
            await self._app(scope, receive, tracking_send)
        finally:
            self._count(-int(scope["method"] == "POST"))
        if open_response:  # we ended this stream ourselves; tell its client that there is no more
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _count(self, change: int) -> None:
        self._calls += change
        (self._idle.clear if self._calls else self._idle.set)()

    async def end_streams(self) -> None:
        """End the streams; those of older clients once no call is in progress. Cancel this once the server stopped."""
        self._shutdown.set()
        try:
            await self._idle.wait()
            AppStatus.should_exit = True
            await asyncio.Event().wait()
        finally:
            AppStatus.should_exit = False
