"""Makes requests fail that ask for it or that match a rule."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_emulator.faults import connection, replies
from assemblyai_emulator.faults.fault import HEADER, Fault
from assemblyai_emulator.faults.rules import Rules


class FaultMiddleware:
    """A fault in the request's header takes precedence, and the rules do not count that request.

    Paths that begin with `spared` never fail, and no rule counts them.
    """

    def __init__(self, app: ASGIApp, rules: Rules, spared: str) -> None:
        self._app = app
        self._rules = rules
        self._spared = spared

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["path"].startswith(self._spared):
            await self._app(scope, receive, send)
            return
        try:
            fault = self._fault_of(scope)
        except ValueError as error:
            # If a mistyped fault were ignored, a test could pass without testing anything.
            await connection.drain(receive)
            await JSONResponse({"error": f"{HEADER}: {error}"}, 400)(scope, receive, send)
            return
        if fault is None:
            await self._app(scope, receive, send)
        else:
            await self._fail(fault, scope, receive, send)

    def _fault_of(self, scope: Scope) -> Fault | None:
        header = Headers(scope=scope).get(HEADER)
        return Fault.parse(header) if header else self._rules.next_fault(scope["method"], scope["path"])

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
