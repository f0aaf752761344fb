"""The server over Streamable HTTP: who may call, what is open, how it starts and stops."""

import hmac
import socket
import sys
from collections.abc import Awaitable, Callable

import uvicorn
from mcp.server.transport_security import TransportSecuritySettings
from pydantic import SecretStr
from starlette.applications import Starlette
from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.callers import Callers, Guests, bearer_of
from assemblyai_mcp.config import Reach
from assemblyai_mcp.hooks import HOOK_PATH, Hook
from assemblyai_mcp.server import ToolServer
from assemblyai_tools import AsyncClient, ConfigurationError, Selection, Settings

PATH = "/mcp"
HEALTH_PATH = "/health"

LONGEST_BODY = 4 * 1024 * 1024
"""Bytes of a request. Audio never passes through here: it is named by a URL or a file."""

_GRACE_SECONDS = 10
_NO_TOKEN = "This server asks for its own token, as the header 'Authorization: Bearer TOKEN'."  # noqa: S105 - a text
_BROWSER_HEADERS = (
    "Authorization",
    "Content-Type",
    "Last-Event-ID",
    "MCP-Protocol-Version",
    "Mcp-Method",
    "Mcp-Name",
    "Mcp-Session-Id",
)


class Gate:
    """Lets in only requests with the server's token; health and webhook have no secrets to guard, or their own."""

    def __init__(self, app: ASGIApp, token: SecretStr) -> None:
        self._app = app
        self._token = token.get_secret_value()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._admits(scope):
            refusal = JSONResponse({"error": _NO_TOKEN}, 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admits(self, scope: Scope) -> bool:
        if scope["path"] in (HEALTH_PATH, HOOK_PATH):
            return True
        given = bearer_of(Headers(scope=scope))
        return given is not None and hmac.compare_digest(
            given.get_secret_value().encode(), self._token.encode()
        )


def create_app(settings: Settings, reach: Reach, selection: Selection | None = None) -> ASGIApp:
    """The whole server as an ASGI app; raises ConfigurationError for a reach that would let strangers in."""
    reach.check(settings)
    hook = Hook(reach.public_url) if reach.public_url else None
    host = AsyncClient(settings, watch=hook.watch if hook else None)
    # With a token, whoever has it is trusted like the person who started the server; else a request's Bearer
    # token is the caller's own AssemblyAI key.
    guests = None if reach.token else Guests(may_use_files=reach.is_local)
    server = ToolServer(Callers(host, guests=guests, hook=hook), selection)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=reach.stateless,
        max_request_body_size=LONGEST_BODY,
        transport_security=TransportSecuritySettings(
            allowed_hosts=reach.host_headers, allowed_origins=reach.origin_headers
        ),
    )
    app.add_route(HEALTH_PATH, _health(server), methods=["GET"])
    if hook:
        app.routes.append(Route(HOOK_PATH, hook.receiver))  # a mount would answer with a redirect first
    return _guarded(app, reach)


def _health(server: ToolServer) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "version": server.version})

    return health


def _guarded(app: Starlette, reach: Reach) -> ASGIApp:
    guarded: ASGIApp = Gate(app, reach.token) if reach.token else app
    if not reach.allowed_origins:
        return guarded
    return CORSMiddleware(  # outermost: a browser asks for permission before it sends a token
        guarded,
        allow_origins=reach.allowed_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=_BROWSER_HEADERS,
        expose_headers=["Mcp-Session-Id", "WWW-Authenticate"],
    )


class HttpServer(uvicorn.Server):
    """Says on stderr, in one line, that it accepts calls, and where."""

    def __init__(self, app: ASGIApp) -> None:
        super().__init__(
            uvicorn.Config(
                app,
                log_level="warning",
                access_log=False,
                server_header=False,
                ws="none",
                timeout_graceful_shutdown=_GRACE_SECONDS,
            )
        )

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        where = " ".join(f"{_address(listener)}{PATH}" for listener in sockets or ())
        sys.stderr.write(f"assemblyai-mcp listening on {where}\n")
        sys.stderr.flush()


def serve(settings: Settings, reach: Reach, selection: Selection | None = None) -> None:
    """Serve until SIGINT or SIGTERM; calls under way get some seconds to end."""
    server = HttpServer(create_app(settings, reach, selection))
    with _bound(reach) as listener:
        server.run(sockets=[listener])


def _bound(reach: Reach) -> socket.socket:
    listener = socket.socket(socket.AF_INET6 if ":" in reach.host else socket.AF_INET)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((reach.host, reach.port))
    except OSError as error:
        listener.close()
        raise ConfigurationError(
            f"The server cannot listen on {reach.host}:{reach.port} ({error.strerror}).",
            next_step="Choose another --port or --host.",
        ) from None
    return listener


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
