"""Refuses calls under a name that is not this server's, and calls of web pages that are not allowed.

A page can let its own name point to this machine (DNS rebinding). Its requests then name its own host and origin.
"""

from dataclasses import replace

from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.config import HttpSettings
from assemblyai_mcp.web_names import Host, Origin

_WRONG_HOST = (
    "This server is not called {given}, which is the request's Host header. Its operator can allow a name with "
    "--allowed-host NAME."
)
_WRONG_ORIGIN = (
    "Web pages of {given}, the request's Origin, may not call this server. Its operator can allow them with "
    "--allowed-origin ORIGIN."
)
_LONGEST_SHOWN = 100
"""Characters of a header that a refusal repeats, so that the operator of a proxy sees what it sends."""


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
            hosts, origins = headers.getlist("host"), headers.getlist("origin")
            if not self._is_called_by(hosts):
                app = JSONResponse({"error": _WRONG_HOST.format(given=_shown(hosts))}, 421)
            elif not self._admits(origins):
                app = JSONResponse({"error": _WRONG_ORIGIN.format(given=_shown(origins))}, 403)
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


def _shown(given: list[str]) -> str:
    """The header's values as ASCII: their text is a stranger's."""
    return ascii(", ".join(given)[:_LONGEST_SHOWN])
