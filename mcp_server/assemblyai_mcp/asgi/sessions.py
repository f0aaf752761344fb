"""Keeps strangers from taking every session: when there is no room, one that did nothing makes room.

The SDK refuses new sessions once it has as many as it may have, of all callers. So it has no such limit here, and
this middleware ends a session as its client would, with a DELETE. It relies on nothing of the SDK but the protocol.
"""

from collections.abc import Callable, Mapping
from ipaddress import IPv6Address, ip_address, ip_network
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.types import INTERNAL_ERROR, INVALID_REQUEST
from mcp_types.version import HANDSHAKE_PROTOCOL_VERSIONS
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from assemblyai_mcp.asgi.proof import is_proven
from assemblyai_mcp.asgi.rpc_error import rpc_error
from assemblyai_mcp.asgi.session_calls import WholeBody
from assemblyai_mcp.asgi.session_table import Session, SessionTable, Standing

_SESSION_HEADER = "mcp-session-id"
_SESSION = "assemblyai.session"
"""The entry of an ASGI scope that holds the request's Session."""

_SHOWS_NOTHING = frozenset({"initialize", "ping"})
"""Requests that a session may make without having asked for anything."""
_NEEDS_ACCOUNT = frozenset({"tools/call", "resources/read"})

_FULL = (
    "This server has no room for another session: every one is busy. Try again in a minute, or use protocol revision "
    "2026-07-28, which needs no session."
)
_GONE = (
    "Session not found. It ended, after some minutes without a request or to make room for others, or another key or "
    "another worker opened it. Open a new one with initialize. For several workers, the operator sets --stateless or "
    "lets the proxy send each Mcp-Session-Id to one worker."
)
_SAME_ID = (
    "This session has a request with the same id in progress. Give each request an id of its own, and wait for the "
    "answer or cancel the request before you send it again."
)
_TOO_MANY_CALLS = (
    "This session has as many requests in progress as it may have. Wait for an answer and send it again."
)
_IPV6_SITE = 64
"""Bits of an IPv6 address that name a site; its owner chooses the rest freely."""


class Sessions:
    """Counts the sessions of the SDK's app, and ends some to make room for others."""

    def __init__(self, app: ASGIApp, table: SessionTable, longest_body: int) -> None:
        self._app = app
        self._table = table
        self._longest_body = longest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _has_no_session(headers := Headers(scope=scope)):
            await self._app(scope, receive, send)
            return
        caller = _caller(scope)
        session_id = headers.get(_SESSION_HEADER)
        if session_id is None:
            await self._open(caller, scope, receive, send)
            return
        session = self._table.find(session_id, caller)
        if session is None:
            await rpc_error(_GONE, INVALID_REQUEST, 404)(scope, receive, send)
            return
        await self._use(session, scope, receive, send)

    async def _open(self, caller: str | None, scope: Scope, receive: Receive, send: Send) -> None:
        if not self._table.has_room(caller, proven=is_proven(scope)):
            await rpc_error(_FULL, INTERNAL_ERROR, 503)(scope, receive, send)
            return
        use: _Use | None = None

        async def admitting(message: Message) -> None:
            nonlocal use
            session_id = _session_that_opened(message)
            if session_id:
                now = self._table.clock()
                opened = Session(session_id, caller, _address(scope), _ending(scope, session_id), now)
                use = _Use(opened, scope["method"], None, self._table.clock)
                for ended in self._table.add(opened, proven=is_proven(scope)):
                    await self._app(ended.ending, _no_body, _nobody)
            if use:
                use.watch(message)
            await send(message)

        try:
            await self._app(scope, receive, admitting)
        finally:
            if use:
                use.end()

    async def _use(self, session: Session, scope: Scope, receive: Receive, send: Send) -> None:
        request_id = None
        length = int(Headers(scope=scope).get("content-length", "0"))
        if scope["method"] == "POST" and length <= self._longest_body:  # the SDK refuses longer ones unread
            body = WholeBody(receive, self._longest_body)
            await body.read()
            receive, request_id = body.receive, body.request_id()
        if self._table.find(session.id, session.caller) is None:  # it ended meanwhile
            await rpc_error(_GONE, INVALID_REQUEST, 404)(scope, receive, send)
            return
        if request_id in session.in_progress:
            await rpc_error(_SAME_ID, INVALID_REQUEST, 400)(scope, receive, send)
            return
        if request_id and len(session.in_progress) >= self._table.bounds.most_calls:
            await rpc_error(_TOO_MANY_CALLS, INTERNAL_ERROR, 429)(scope, receive, send)
            return
        use = _Use(session, scope["method"], request_id, self._table.clock)

        async def watching(message: Message) -> None:
            # Not at a 404: any path but ours gives one, and then the SDK would keep a session that is not counted.
            if scope["method"] == "DELETE" and message.get("status") == 200:  # noqa: PLR2004
                self._table.remove(session)
            use.watch(message)
            await send(message)

        try:
            await self._app({**scope, _SESSION: session}, receive, watching)
        finally:
            use.end()


class _Use:
    """One request of a session, in progress until the last part of its answer."""

    def __init__(
        self, session: Session, method: str, request_id: str | None, clock: Callable[[], float]
    ) -> None:
        self._session = session
        self._request_id = request_id
        self._clock = clock
        self._in_progress = True
        self._streams = int(method == "GET")
        session.streams += self._streams
        session.calls += 1 - self._streams
        if request_id is not None:
            session.in_progress.add(request_id)

    def watch(self, message: Message) -> None:
        if message["type"] == "http.response.body" and not message.get("more_body", False):
            self.end()

    def end(self) -> None:
        if self._in_progress:
            self._in_progress = False
            self._session.streams -= self._streams
            self._session.calls -= 1 - self._streams
            if self._request_id is not None:
                self._session.in_progress.discard(self._request_id)
            self._session.used_at = self._clock()


async def note_work(ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
    """Middleware of the MCP server: note what the request's session has shown."""
    scope: Scope = getattr(ctx.request, "scope", {})
    session: Session | None = scope.get(_SESSION)
    result = await call_next(ctx)
    if session is None or ctx.request_id is None or ctx.method in _SHOWS_NOTHING:
        return result
    worked = ctx.method in _NEEDS_ACCOUNT and isinstance(result, Mapping) and not result.get("isError")
    # Some tools need no service, so that they answer to a made-up key too.
    proven = worked and is_proven(scope)
    session.standing = max(session.standing, Standing.PROVEN if proven else Standing.ASKED)
    return result


def _has_no_session(headers: Headers) -> bool:
    return (
        headers.get("mcp-protocol-version", HANDSHAKE_PROTOCOL_VERSIONS[0]) not in HANDSHAKE_PROTOCOL_VERSIONS
    )


def _caller(scope: Scope) -> str | None:
    user = scope.get("user")
    return user.access_token.client_id if user else None


def _address(scope: Scope) -> str:
    host = (scope.get("client") or ("",))[0]
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)
    if isinstance(address, IPv6Address):
        return str(address.ipv4_mapped or ip_network((address, _IPV6_SITE), strict=False))
    return host


def _session_that_opened(message: Message) -> str | None:
    if message["type"] != "http.response.start" or message["status"] >= 400:  # noqa: PLR2004
        return None
    return Headers(raw=message["headers"]).get(_SESSION_HEADER)


def _ending(scope: Scope, session_id: str) -> Scope:
    """The DELETE with which the client of this session would end it."""
    kept = ("asgi", "http_version", "scheme", "path", "raw_path", "root_path", "server", "client", "user")
    host = Headers(scope=scope).get("host", "")
    return {
        "type": "http",
        "method": "DELETE",
        "query_string": b"",
        "headers": [(b"host", host.encode("latin-1")), (_SESSION_HEADER.encode(), session_id.encode())],
        **{name: scope[name] for name in kept if name in scope},
    }


async def _no_body() -> Message:
    return {"type": "http.request", "body": b"", "more_body": False}


async def _nobody(_: Message) -> None:
    """Takes the answer to a DELETE that no client sent."""
