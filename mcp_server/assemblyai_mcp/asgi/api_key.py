"""The key that a request brings along, taken out of it before anything else sees it.

The SDK keeps the first request of an older client's session for as long as the session lasts, headers and all; so
the key is not left in the headers, and what holds it is emptied with the response.
"""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from mcp.server.auth.middleware.bearer_auth import AuthenticatedUser
from mcp.server.auth.provider import AccessToken
from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

_BEARER = "bearer "
_HELD = "assemblyai.key"


class Held:
    """A key for as long as its request lasts, and nothing from then on."""

    def __init__(self, key: SecretStr | None) -> None:
        self.key = key


class KeyTaker:
    """Moves the Bearer token of each request from its headers to where `held_by` finds it."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        held = Held(bearer_of(Headers(scope=scope)))
        rest = [pair for pair in scope["headers"] if pair[0].lower() != b"authorization"]
        try:
            await self._app({**scope, "headers": rest, _HELD: held, **_owner(held.key)}, receive, send)
        finally:
            held.key = None


def held_by(request: Any) -> Held | None:
    """What holds the key of the HTTP request that a message came in."""
    scope: Mapping[str, Any] = getattr(request, "scope", {})
    held: Held | None = scope.get(_HELD)
    return held


def bearer_of(headers: Mapping[str, str]) -> SecretStr | None:
    """The Bearer token of a request, or None."""
    value = headers.get("authorization", "")
    token = value[len(_BEARER) :].strip() if value.lower().startswith(_BEARER) else ""
    return SecretStr(token) if token else None


def _owner(key: SecretStr | None) -> dict[str, Any]:
    """Whose session this is, so that the SDK lets nobody else use it; it learns a digest and not the key."""
    if key is None:
        return {}
    digest = sha256(key.get_secret_value().encode()).hexdigest()
    return {"user": AuthenticatedUser(AccessToken(token="", client_id=digest, scopes=[]))}
