"""The server over Streamable HTTP: who may call, what is open, how it starts and stops."""

import asyncio
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
from starlette.routing import Mount, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.asgi.api_key import KeyTaker, bearer_of
from assemblyai_mcp.asgi.graceful_shutdown import Draining
from assemblyai_mcp.asgi.local_only import DirectOnly
from assemblyai_mcp.callers import Callers, Guests
from assemblyai_mcp.config import Reach
from assemblyai_mcp.server import ToolServer
from assemblyai_mcp.webhook import HOOK_PATH, Hook
from assemblyai_tools import AsyncClient, ConfigurationError, Selection, Settings

PATH = "/mcp"
HEALTH_PATH = "/health"

LONGEST_BODY = 4 * 1024 * 1024
"""Bytes of a request. Audio never passes through here: it is named by a URL or a file."""

_GRACE_SECONDS = 10
_IDLE_SECONDS = 300
_MOST_SESSIONS = 1_000
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
    """Lets in only requests with the server's token."""

    def __init__(self, app: ASGIApp, token: SecretStr) -> None:
        self._app = app
        self._token = token.get_secret_value().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._admits(bearer_of(Headers(scope=scope))):
            refusal = JSONResponse({"error": _NO_TOKEN}, 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        await self._app(scope, receive, send)

    def _admits(self, given: SecretStr | None) -> bool:
        return given is not None and hmac.compare_digest(given.get_secret_value().encode(), self._token)


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
        session_idle_timeout=_IDLE_SECONDS,
        max_sessions=_MOST_SESSIONS,
        transport_security=TransportSecuritySettings(
            allowed_hosts=reach.host_headers, allowed_origins=reach.origin_headers
        ),
    )
    guarded = _guarded(app, reach)
    routes = [Route(HEALTH_PATH, _health(server), methods=["GET"])]
    if hook:
        routes.append(Route(HOOK_PATH, hook.receiver))
    return Starlette(routes=[*routes, Mount("/", guarded)], lifespan=app.router.lifespan_context)


def _health(server: ToolServer) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "version": server.version})

    return health


def _guarded(app: ASGIApp, reach: Reach) -> ASGIApp:
    """The protocol's endpoint behind what is checked before it; the last line below is the first check."""
    guarded: ASGIApp = Gate(app, reach.token) if reach.token else KeyTaker(app)
    if reach.is_local and not reach.token:
        guarded = DirectOnly(guarded)
    if not reach.allowed_origins:
        return guarded
    return CORSMiddleware(  # a browser asks for permission before it sends a token
        guarded,
        allow_origins=reach.allowed_origins,
        allow_methods=["GET", "POST", "DELETE"],
        allow_headers=_BROWSER_HEADERS,
        expose_headers=["Mcp-Session-Id", "WWW-Authenticate"],
    )


class HttpServer(uvicorn.Server):
    """Says on stderr, in one line, that it accepts calls, and where."""

    def __init__(self, app: ASGIApp) -> None:
        self._draining = Draining(app)
        config = uvicorn.Config(
            self._draining,
            log_level="warning",
            access_log=False,
            server_header=False,
            ws="none",
            timeout_graceful_shutdown=_GRACE_SECONDS,
        )
        super().__init__(config)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        ending = asyncio.create_task(self._draining.end_streams())
        try:
            await super().shutdown(sockets)
        finally:
            ending.cancel()

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
    family = socket.AF_INET6 if ":" in reach.host else socket.AF_INET
    # asyncio turns Nagle's algorithm off only on sockets that say they are TCP's; with it on, replies take 40 ms more.
    listener = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
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
