"""Takes the caller's AssemblyAI key out of a request before anything else sees it.

The SDK keeps the first request of an older client's session, headers included, for as long as the session lasts. So
the key does not stay in the headers, and the RequestKey that holds it is emptied once the response is sent.
"""

from typing import Any

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.asgi.bearer import bearer_of
from assemblyai_mcp.request_key import REQUEST_KEY, RequestKey, digest_of


class ApiKeyMiddleware:
    """Moves the Bearer token of each request from its headers to where `request_key_of` finds it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held = RequestKey(bearer_of(Headers(scope=scope)))
        rest = [pair for pair in scope["headers"] if pair[0].lower() != b"authorization"]
        try:
            await self._app(
                {**scope, "headers": rest, REQUEST_KEY: held, **_session_owner(held.key)}, receive, send
            )
        finally:
            held.key = None


def _session_owner(key: SecretStr | None) -> dict[str, Any]:
    """Who owns the session, so that the SDK lets no other key use it. The SDK gets a digest, not the key."""
    if key is None:
        return {}
    return {"user": AuthenticatedUser(AccessToken(token="", client_id=digest_of(key), scopes=[]))}
