"""Sockets that fail during the handshake or the session."""

import asyncio
import contextlib
import json
from collections.abc import Mapping
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from assemblyai_emulator.errors import AudioLengthError, StreamError
from assemblyai_emulator.faults.stream_fault import Moment, StreamFault

_INSTEAD: Mapping[Moment, frozenset[str]] = {
    "begin": frozenset({"Begin", "SessionBegins"}),
    "termination": frozenset({"Termination", "SessionInformation"}),
}
"""The messages of v3 and v2 that a fault replaces."""


async def hang(receive: Receive, seconds: float) -> None:
    """Wait until the client leaves or the time is up."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(seconds):
            while (await receive())["type"] != "websocket.disconnect":
                pass


class BrokenSocket:
    """Runs a session, and breaks what it sends."""

    def __init__(self, fault: StreamFault, send: Send) -> None:
        self._fault = fault
        self._send = send
        self._broken = False

    async def run(self, app: ASGIApp, scope: Scope, receive: Receive) -> None:
        # When the app returns without a close frame, the server breaks the connection.
        with contextlib.suppress(WebSocketDisconnect):
            await app(scope, receive, self._sending)

    async def _sending(self, message: Message) -> None:
        if self._broken:
            raise WebSocketDisconnect(1006)
        said = _said(message)
        if self._fault.kind == "stream-delay":
            await asyncio.sleep(self._fault.seconds if said else 0)
            await self._send(message)
        elif _name(said) in _INSTEAD.get(self._fault.at, ()):
            await self._break()
        else:
            await self._send(message)
            if _moment(said) == self._fault.at:
                await self._break()

    async def _break(self) -> None:
        self._broken = True
        if self._fault.kind == "stream-error":
            text = _TEXTS.get(self._fault.code, f"Session Cancelled: fault {self._fault.code} was asked for")
            error = {"type": "Error", "error_code": self._fault.code, "error": text}
            await self._send({"type": "websocket.send", "text": json.dumps(error)})
        if self._fault.kind != "stream-cut":
            await self._send({"type": "websocket.close", "code": self._fault.code, "reason": ""})
        raise WebSocketDisconnect(1006)


_TEXTS: Mapping[int, str] = {
    error.code: error.text
    for error in (
        StreamError.unauthorized("Missing Authorization header"),
        StreamError.cancelled(),
        AudioLengthError(25.0, 50, 1000),
        StreamError.expired("Maximum session duration exceeded"),
        StreamError.too_many(),
    )
}


def _said(message: Message) -> dict[str, Any]:
    text = message.get("text") if message["type"] == "websocket.send" else None
    found: dict[str, Any] = json.loads(text) if text else {}
    return found


def _name(said: Mapping[str, Any]) -> str:
    return str(said.get("type") or said.get("message_type") or "")


def _moment(said: Mapping[str, Any]) -> Moment | None:
    match _name(said), said.get("end_of_turn"):
        case ("PartialTranscript", _) | ("Turn", False):
            return "partial"
        case ("FinalTranscript", _) | ("Turn", True):
            return "final"
        case _:
            return None
