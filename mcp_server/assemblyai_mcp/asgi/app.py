"""The server as an ASGI app over Streamable HTTP: its routes, its limits, and the checks in front of it."""

from collections.abc import Awaitable, Callable

from mcp.server.transport_security import TransportSecuritySettings
from starlette.applications import Starlette
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount, Route
from starlette.types import ASGIApp

from assemblyai_mcp.asgi.api_key import ApiKeyMiddleware
from assemblyai_mcp.asgi.front_page import FrontPage
from assemblyai_mcp.asgi.host_and_origin import HostAndOrigin
from assemblyai_mcp.asgi.local_only import LocalOnly
from assemblyai_mcp.asgi.server_token import RequireServerToken
from assemblyai_mcp.asgi.session_table import SessionBounds, SessionTable
from assemblyai_mcp.asgi.sessions import Sessions, note_work
from assemblyai_mcp.asgi.unanswered import PlainHeaders, WholeRequests
from assemblyai_mcp.callers import Callers, Guests
from assemblyai_mcp.config import HttpSettings
from assemblyai_mcp.server import ToolServer
from assemblyai_mcp.web_names import Origin
from assemblyai_mcp.webhook import WEBHOOK_PATH, Webhook
from assemblyai_tools import AsyncClient, Selection, Settings

PATH = "/mcp"
HEALTH_PATH = "/health"

LONGEST_BODY = 4 * 1024 * 1024
"""Bytes of a request. Audio never passes through here: a request names it by URL or file."""

_BROWSER_HEADERS = (
    "Authorization",
    "Content-Type",
    "Last-Event-ID",
    "MCP-Protocol-Version",
    "Mcp-Method",
    "Mcp-Name",
    "Mcp-Session-Id",
)
"""Request headers that a web page may send (CORS)."""


def create_app(
    settings: Settings,
    http: HttpSettings,
    selection: Selection | None = None,
    *,
    resource_links: bool = False,
    bounds: SessionBounds = SessionBounds(),  # noqa: B008 - it is frozen
) -> ASGIApp:
    """The whole server as an ASGI app; raises ConfigurationError for settings that would let strangers in."""
    http.check(settings)
    webhook = Webhook(http.public_url) if http.public_url else None
    client = AsyncClient(settings, watch=webhook.watch if webhook else None)
    # A caller who has the server's token is trusted like the person who started the server. Without one, the Bearer
    # token of a request is the caller's own AssemblyAI key.
    guests = None if http.token else Guests(may_use_files=http.is_local)
    callers = Callers(client, guests=guests, webhook=webhook)
    server = ToolServer(callers, selection, resource_links=resource_links, state_keys=http.state_keys)
    app = server.streamable_http_app(
        streamable_http_path=PATH,
        stateless_http=http.stateless,
        max_request_body_size=LONGEST_BODY,
        session_idle_timeout=bounds.idle_seconds,
        max_sessions=None,  # `Sessions` bounds them
        # HostAndOrigin checks them: the SDK takes any text that begins with an allowed name and a colon.
        transport_security=TransportSecuritySettings(enable_dns_rebinding_protection=False),
    )
    server.middleware.append(note_work)
    guarded = _guarded(
        app if http.stateless else Sessions(app, SessionTable(bounds), LONGEST_BODY), http, callers
    )
    # Under any host name: /health tells nothing that is worth a trick, and the service calls /webhook by --public-url.
    routes = [Route(HEALTH_PATH, _health(server), methods=["GET"])]
    if webhook:
        routes.append(Route(WEBHOOK_PATH, webhook.receiver))
    return Starlette(routes=[*routes, Mount("/", guarded)], lifespan=app.router.lifespan_context)


def _health(server: ToolServer) -> Callable[[Request], Awaitable[JSONResponse]]:
    async def health(_: Request) -> JSONResponse:
        return JSONResponse({"status": "ok", "version": server.version})

    return health


def _guarded(app: ASGIApp, http: HttpSettings, callers: Callers) -> ASGIApp:
    """The MCP endpoint behind its checks. A request meets the one that was added last first."""
    app = WholeRequests(PlainHeaders(app))
    guarded: ASGIApp = (
        RequireServerToken(app, http.token) if http.token else ApiKeyMiddleware(app, callers.is_proven)
    )
    guarded = FrontPage(guarded, PATH)
    if http.is_local and not http.token:
        guarded = LocalOnly(guarded)
    # Other pages of this machine pass the check of the Origin, as the proxy of a development tool may send it on. But a
    # browser gets no permission for them: any page on any port of this machine could use the server's account.
    if http.allowed_origins:
        guarded = CORSMiddleware(  # a browser sends its preflight request without the token
            guarded,
            allow_origins=[str(Origin.parsed(origin)) for origin in http.allowed_origins],
            allow_methods=["GET", "POST", "DELETE"],
            allow_headers=_BROWSER_HEADERS,
            expose_headers=["Mcp-Session-Id", "WWW-Authenticate"],
        )
    return HostAndOrigin(guarded, http)
