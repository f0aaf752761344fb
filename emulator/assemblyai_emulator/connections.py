"""Bounds what the clients' connections can hold: how many are open, and how long one may wait for its client.

Uvicorn has neither bound, and waits for ever for the rest of a request.
"""

import asyncio
import contextlib
import json
import resource
from dataclasses import dataclass
from typing import Any, Literal, Self, cast

import h11
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
from uvicorn.server import ServerState

_WANTED_FILES = 8192
"""Open files that this process asks the system for."""

_OTHER_FILES = 160
"""Open files that are not connections of clients or uploads: the database, workers, downloads, webhooks, libraries."""

_REFUSED = 64
_FEWEST_SERVED = 16
_LEAST_BYTES = 1024
"""Bytes of a body that have to arrive in each `body_seconds`."""

_READ_PIECE = 1 << 16
"""Bytes that are read from a connection at once. The event loop's own choice, four times as much, only fills memory."""

_STOPPING = "The emulator is being stopped, so this was not done. Send the request again when it runs again."

_Awaited = Literal["head", "body", "reading"]


@dataclass(frozen=True, slots=True)
class Limits:
    """Connections beyond `served` get a 503, and those beyond `served` and `refused` are closed at once.

    A connection is closed when the head of a request takes longer than `head_seconds`, when its body stalls for
    `body_seconds`, or when the client does not read its reply for as long. `refusal_seconds` are for reading the
    body of a request that is refused, as a client that is still sending might miss the reply.
    """

    served: int
    refused: int = _REFUSED
    head_seconds: float = 10.0
    body_seconds: float = 60.0
    refusal_seconds: float = 5.0

    @classmethod
    def for_open_files(cls, most: int) -> Self:
        """Limits that keep this process below `most` open files. An upload takes two: its connection and its file."""
        return cls(served=max((most - _OTHER_FILES - _REFUSED) // 2, _FEWEST_SERVED))


def raise_open_files() -> int:
    """Raise this process's limit of open files as far as it needs and may, and return it."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _WANTED_FILES if hard == resource.RLIM_INFINITY else min(_WANTED_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        with contextlib.suppress(OSError, ValueError):
            resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
            return wanted
    return _WANTED_FILES if soft == resource.RLIM_INFINITY else min(soft, _WANTED_FILES)


class BoundedSocket(WebSocketsSansIOProtocol):
    """A WebSocket of uvicorn, which gives up a client that does not answer its pings.

    Uvicorn itself would wait for ever until such a client has read what is still to be sent.
    """

    def keepalive_timeout(self) -> None:
        super().keepalive_timeout()
        self.transport.abort()


class BoundedConnection(H11Protocol):
    """One connection of uvicorn, with a timer for whatever its client has to do next."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
        *,
        limits: Limits,
    ) -> None:
        super().__init__(config, server_state, app_state, _loop)
        self._loaded_app = cast("ASGIApp", self.app)
        self._limits = limits
        self._awaiting: _Awaited | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._received = 0
        self._mark = 0
        self._upgraded = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        # An attribute of asyncio's own transports only, and not a public one.
        with contextlib.suppress(AttributeError):
            transport.max_size = _READ_PIECE  # type: ignore[attr-defined]
        if len(self.connections) > self._limits.served + self._limits.refused:
            transport.abort()
            return
        if len(self.connections) > self._limits.served:
            self.app = self._refuse
        else:
            self.app = self._serve
        self._watch()

    def connection_lost(self, exc: Exception | None) -> None:
        self._await(None)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        self._received += len(data)
        super().data_received(data)
        self._watch()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        self._watch()

    def timeout_keep_alive_handler(self) -> None:
        super().timeout_keep_alive_handler()
        self._watch()

    def pause_writing(self) -> None:
        super().pause_writing()
        self._watch()

    def resume_writing(self) -> None:
        super().resume_writing()
        self._watch()

    def handle_websocket_upgrade(self, event: h11.Request) -> None:
        """From now on a protocol of uvicorn's own has the connection. It finds clients that are gone by its pings."""
        self._upgraded = True
        self._await(None)
        super().handle_websocket_upgrade(event)

    def _should_upgrade_to_ws(self) -> bool:
        # One connection too many gets its reply by HTTP.
        return super()._should_upgrade_to_ws() and self.app != self._refuse

    def _watch(self) -> None:
        """Start the timer when the client has to do something else than before; otherwise it goes on."""
        awaited = self._awaited()
        if awaited != self._awaiting:
            self._await(awaited)

    def _awaited(self) -> _Awaited | None:
        if self._upgraded:
            return None
        if self.flow.write_paused or (self.transport.is_closing() and self._unsent()):
            return "reading"
        if self.transport.is_closing():
            return None
        if self.conn.their_state is h11.SEND_BODY:
            return "body"
        # Between two requests, uvicorn has a timer of its own.
        if self.conn.their_state is h11.IDLE and self.timeout_keep_alive_task is None:
            return "head"
        return None

    def _await(self, awaited: _Awaited | None) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
        self._awaiting = awaited
        if awaited is not None:
            self._mark = self._unsent() if awaited == "reading" else self._received
            seconds = self._limits.head_seconds if awaited == "head" else self._limits.body_seconds
            self._timer = self.loop.call_later(seconds, self._time_is_up, awaited)

    def _time_is_up(self, awaited: _Awaited) -> None:
        if awaited == "reading" and self._unsent() >= self._mark:
            self.transport.abort()
        elif awaited == "head" or (awaited == "body" and self._stalled()):
            self._close(awaited)
            self._watch()
        else:
            self._await(awaited)

    def _stalled(self) -> bool:
        # Reading is paused while the app is busy with what has arrived. That is not the client's fault.
        return not self.flow.read_paused and self._received - self._mark < _LEAST_BYTES

    def _unsent(self) -> int:
        return self.transport.get_write_buffer_size()

    def _close(self, awaited: _Awaited) -> None:
        """Close the connection. With a reply, if a part of a request has arrived and nothing was answered yet."""
        if self._received and self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            seconds = self._limits.head_seconds if awaited == "head" else self._limits.body_seconds
            text = f"No more of the request arrived within {seconds:g} seconds. Send it again."
            body = json.dumps({"error": text}).encode()
            headers = [("content-type", "application/json"), ("content-length", str(len(body)))]
            response = h11.Response(
                status_code=408, reason=b"Request Timeout", headers=[*headers, ("connection", "close")]
            )
            for event in (response, h11.Data(data=body), h11.EndOfMessage()):
                self.transport.write(self.conn.send(event) or b"")
        self.transport.close()

    async def _serve(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app itself. Uvicorn cancels only what does not end by itself when the server stops."""
        try:
            await self._loaded_app(scope, receive, send)
        except asyncio.CancelledError:
            if not self.cycle.response_started:
                await JSONResponse({"error": _STOPPING}, 503, {"Connection": "close"})(scope, receive, send)

    async def _refuse(self, scope: Scope, receive: Receive, send: Send) -> None:
        """The app of a connection that is one too many."""
        try:
            async with asyncio.timeout(self._limits.refusal_seconds):
                async for _ in Request(scope, receive).stream():
                    pass
        except ClientDisconnect:
            return  # the client has disconnected, so there is no one to reply to
        except TimeoutError:
            pass
        text = (
            f"The emulator has {self._limits.served} connections open already and serves no more at a time. "
            "Close some, or send the request again in a second."
        )
        headers = {"Retry-After": "1", "Connection": "close"}
        await JSONResponse({"error": text}, 503, headers)(scope, receive, send)
