"""Ending a server without cutting off a call: streams that only wait are closed once no call is under way."""

import asyncio

from sse_starlette.sse import AppStatus
from starlette.types import ASGIApp, Message, Receive, Scope, Send


class Draining:
    """Counts the calls under way, and completes the responses that were given up."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app
        self._calls = 0
        self._idle = asyncio.Event()
        self._idle.set()
        # Left to itself, the library behind event streams ends them all at the first signal, answers included.
        AppStatus.disable_automatic_graceful_drain()  # type: ignore[no-untyped-call]  # it has no types

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        open_response = False

        async def sending(message: Message) -> None:
            nonlocal open_response
            open_response = message["type"] != "http.response.body" or message.get("more_body", False)
            await send(message)

        self._count(int(scope["method"] == "POST"))
        try:
            await self._app(scope, receive, sending)
        finally:
            self._count(-int(scope["method"] == "POST"))
        if open_response:  # a stream that was ended from here; its client learns that there is no more
            await send({"type": "http.response.body", "body": b"", "more_body": False})

    def _count(self, change: int) -> None:
        self._calls += change
        (self._idle.clear if self._calls else self._idle.set)()

    async def end_streams(self) -> None:
        """Wait until no call is under way, then close what is left; to be cancelled when the server has ended."""
        try:
            await self._idle.wait()
            AppStatus.should_exit = True
            await asyncio.Event().wait()
        finally:
            AppStatus.should_exit = False
