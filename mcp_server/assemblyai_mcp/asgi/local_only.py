"""Refuses what a proxy forwarded to a server that only this machine may call."""

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

_FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
"""Headers that a proxy adds to a request."""

_REFUSAL = (
    "This server takes requests from its own machine only, and a proxy forwarded this one. Its operator must start it "
    "with --allowed-host, and with a token if it has an account of its own."
)


class LocalOnly:
    """Refuses forwarded requests: a proxy rewrites the Host header, so a stranger would look local."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and any(name in Headers(scope=scope) for name in _FORWARDED):
            await JSONResponse({"error": _REFUSAL}, 403)(scope, receive, send)
            return
        await self._app(scope, receive, send)
