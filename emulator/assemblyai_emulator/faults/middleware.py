"""Makes requests fail that ask for it or that match a rule."""

from dataclasses import replace
from typing import get_args

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_emulator.faults import connection, replies, socket
from assemblyai_emulator.faults.fault import HEADER, Fault, Kind
from assemblyai_emulator.faults.rules import Rules
from assemblyai_emulator.faults.socket import BrokenSocket

_OF_SOCKETS: frozenset[Kind] = frozenset({"status", "hang", "stream"})
_OF_REQUESTS: frozenset[Kind] = frozenset(get_args(Kind)) - {"stream"}


class FaultMiddleware:
    """A fault in the request's header takes precedence, and the rules do not count that request.

    Paths that begin with `spared` never fail, and no rule counts them.
    """

    def __init__(self, app: ASGIApp, rules: Rules, spared: str) -> None:
        self._app = app
        self._rules = rules
        self._spared = spared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in {"http", "websocket"} or scope["path"].startswith(self._spared):
            await self._app(scope, receive, send)
            return
        is_socket = scope["type"] == "websocket"
        try:
            fault = self._fault_of(scope)
        except ValueError as error:
            # If a mistyped fault were ignored, a test could pass without testing anything.
            if not is_socket:
                await connection.drain(receive)
            await JSONResponse({"error": f"{HEADER}: {error}"}, 400)(scope, receive, send)
            return
        if fault is None:
            await self._app(scope, receive, send)
        elif is_socket:
            await self._fail_socket(fault, scope, receive, send)
        else:
            await self._fail(fault, scope, receive, send)

    def _fault_of(self, scope: Scope) -> Fault | None:
        header = Headers(scope=scope).get(HEADER)
        is_socket = scope["type"] == "websocket"
        method = "GET" if is_socket else scope["method"]
        fault = Fault.parse(header) if header else self._rules.next_fault(method, scope["path"])
        if fault is not None and fault.kind not in (_OF_SOCKETS if is_socket else _OF_REQUESTS):
            what = "WebSocket" if is_socket else "request"
            raise ValueError(f"the fault {fault.name} cannot happen to a {what}. See docs/emulator.md.")
        return fault

    async def _fail_socket(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        if fault.stream is not None:
            await BrokenSocket(fault.stream, send).run(self._app, scope, receive)
            return
        if fault.kind == "hang":
            await socket.hang(receive, fault.seconds)
            fault = replace(fault, kind="status", status=504)
        await replies.reply(fault, scope["path"])(scope, receive, send)

    async def _fail(self, fault: Fault, scope: Scope, receive: Receive, send: Send) -> None:
        match fault.kind:
            case "reset":
                await connection.reset(self._app, scope, receive, send)
            case "truncated-json":
                await connection.truncate(self._app, scope, receive, send)
            case "hang":
                await connection.hang(receive, send, fault.seconds)
            case _:
                await connection.drain(receive)
                await replies.reply(fault, scope["path"])(scope, receive, send)
