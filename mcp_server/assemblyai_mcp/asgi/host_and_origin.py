"""Refuses calls under a name that is not this server's, and calls of web pages that nobody allowed.

A page can let its own name point to this machine (DNS rebinding). Its requests then name its own host and origin.
"""

from dataclasses import replace

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.config import HttpSettings
from assemblyai_mcp.web_names import Host, Origin

_WRONG_HOST = (
    "This server is not called by the name in the request's Host header. Its operator can allow a name with "
    "--allowed-host NAME."
)
_WRONG_ORIGIN = (
    "Web pages of the request's Origin may not call this server. Its operator can allow them with "
    "--allowed-origin ORIGIN."
)


class HostAndOrigin:
    """Answers 421 to a Host and 403 to an Origin that is not allowed, missing (Host only), doubled or no such thing."""

    def __init__(self, app: ASGIApp, http: HttpSettings) -> None:
        self._app = app
        self._hosts = http.host_names
        self._origins = http.origins

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        app = self._app
        if scope["type"] == "http":
            headers = Headers(scope=scope)
            if not self._is_called_by(headers.getlist("host")):
                app = JSONResponse({"error": _WRONG_HOST}, 421)
            elif not self._admits(headers.getlist("origin")):
                app = JSONResponse({"error": _WRONG_ORIGIN}, 403)
        await app(scope, receive, send)

    def _is_called_by(self, given: list[str]) -> bool:
        host = Host.parsed(given[0]) if len(given) == 1 else None
        return host is not None and host.name in self._hosts

    def _admits(self, given: list[str]) -> bool:
        if not given:
            return True  # not a web page
        origin = Origin.parsed(given[0]) if len(given) == 1 else None
        if origin is None:
            return False
        return origin in self._origins or replace(origin, port=None) in self._origins
