"""Shutting down: streams that can end do so, and the others once all calls are answered or out of time."""

import asyncio
import logging
from contextlib import suppress
from typing import Any, cast

from mcp.types import INTERNAL_ERROR
from sse_starlette.sse import AppStatus
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assemblyai_mcp.asgi.rpc_error import rpc_error
from assemblyai_mcp.asgi.streams import is_stream
from assemblyai_mcp.tasks.shutdown import SHUTDOWN

_log = logging.getLogger(__name__)

# The ledger of a server over HTTP is in memory unless the operator names a file, so this cannot promise that the same
# transcribe finds the job.
_OUT_OF_TIME = (
    "This server is shutting down and could not wait any longer for the answer to this call. Make the same call again "
    "when the server is back, in about a minute. Jobs that the service has taken go on meanwhile: before you call "
    "transcribe again, look for the job with list_transcripts, so that it is not paid for twice."
)


class GracefulShutdown:
    """Counts the calls in progress, gives them `grace` seconds to end, and finishes each response that is left open."""

    def __init__(self, app: ASGIApp, grace: float) -> None:
        self._app = app
        self._grace = grace
        self._calls: set[asyncio.Task[Any]] = set()
        self._shutdown = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()
        # By default, sse_starlette ends every event stream at the first signal, even one that still owes an answer.
        AppStatus.disable_automatic_graceful_drain()  # type: ignore[no-untyped-call]  # it has no types

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = {**scope, "state": {**scope.get("state", {}), SHUTDOWN: self._shutdown}}
        response, task = _Response(send), cast("asyncio.Task[Any]", asyncio.current_task())
        if scope["method"] == "POST":
            self._calls.add(task)
            self._idle.clear()
        try:
            await self._app(scope, receive, response.send)
            await response.finish()  # if we ended a stream ourselves
        except asyncio.CancelledError:
            # A task that was not cancelled itself met someone else's cancellation. Uvicorn cancels none before the end.
            if not (self._shutdown.is_set() and task.cancelling()):
                raise
            with suppress(asyncio.CancelledError):  # uvicorn's last one, if the client reads nothing
                await _give_up(scope, receive, response)
        finally:
            self._calls.discard(task)
            if not self._calls:
                self._idle.set()

    async def end_streams(self) -> None:
        """End the streams; those of older clients once no call is in progress. Cancel this once the server stopped.

        The calls that are in progress after the grace are cancelled.
        """
        self._shutdown.set()
        try:
            with suppress(TimeoutError):
                await asyncio.wait_for(self._idle.wait(), self._grace)
            for call in self._calls:
                call.cancel()
            await self._idle.wait()
            AppStatus.should_exit = True
            await asyncio.Event().wait()
        finally:
            AppStatus.should_exit = False


class _Response:
    """One response, and how far it has been sent."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.has_begun = False
        self.is_open = False
        """Whether it has begun and its last part has not been sent."""

    async def send(self, message: Message) -> None:
        await self._send(message)
        self.has_begun = True
        self.is_open = message["type"] != "http.response.body" or message.get("more_body", False)

    async def finish(self) -> None:
        """Tell the client of a response that was left open that there is no more."""
        if self.is_open:
            await self.send({"type": "http.response.body", "body": b"", "more_body": False})


async def _give_up(scope: Scope, receive: Receive, response: _Response) -> None:
    """End a request that the shutdown cancelled. A stream loses nothing by it; a call has to be made again."""
    if not is_stream(scope) and (response.is_open or not response.has_begun):
        told = "its response ended without a result" if response.has_begun else "it was answered with 503"
        method = Headers(scope=scope).get("mcp-method", scope["method"])
        _log.warning("A call (%.60r) was still in progress at the end of the shutdown: %s.", method, told)
    if response.has_begun:
        await response.finish()
    else:
        await rpc_error(_OUT_OF_TIME, INTERNAL_ERROR, 503)(scope, receive, response.send)
