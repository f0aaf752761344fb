"""Takes the caller's AssemblyAI key out of a request before anything else sees it.

The SDK keeps the first request of an older client's session, headers included, for as long as the session lasts. So
the key does not stay in the headers, and the RequestKey that holds it is emptied once the response is sent.
"""

from collections.abc import Callable
from typing import Any

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.asgi.bearer import bearer_of
from assemblyai_mcp.asgi.proof import with_proof
from assemblyai_mcp.request_key import REQUEST_KEY, RequestKey, digest_of

_LONGEST_KEY = 512
"""Characters of a Bearer token that can be a key. One of AssemblyAI has 32."""

_NO_KEY = (
    f"The Bearer token of this request is no AssemblyAI key: it has more than {_LONGEST_KEY} characters. Send the "
    "key of your account, as the header 'Authorization: Bearer KEY'."
)


class ApiKeyMiddleware:
    """Moves the Bearer token of each request from its headers to where `request_key_of` finds it."""

    def __init__(self, app: ASGIApp, is_proven: Callable[[SecretStr | None], bool]) -> None:
        self._app = app
        self._is_proven = is_proven

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held = RequestKey(bearer_of(Headers(scope=scope)))
        if held.key and len(held.key) > _LONGEST_KEY:
            await JSONResponse({"error": _NO_KEY}, 401, {"WWW-Authenticate": "Bearer"})(scope, receive, send)
            return
        scope = with_proof(scope, lambda: self._is_proven(held.key))
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
