"""Checks the server's own token."""

import hmac

from pydantic import SecretStr
from starlette.datastructures import Headers
from starlette.responses import JSONResponse
from starlette.types import ASGIApp, Receive, Scope, Send

from assemblyai_mcp.asgi.bearer import bearer_of
from assemblyai_mcp.asgi.proof import with_proof

_REFUSAL = "This server asks for its own token, as the header 'Authorization: Bearer TOKEN'."


class RequireServerToken:
    """Answers 401 to every request that does not bring the server's token."""

    def __init__(self, app: ASGIApp, token: SecretStr) -> None:
        self._app = app
        self._token = token.get_secret_value().encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not self._admits(bearer_of(Headers(scope=scope))):
            refusal = JSONResponse({"error": _REFUSAL}, 401, {"WWW-Authenticate": "Bearer"})
            await refusal(scope, receive, send)
            return
        if scope["type"] == "http":
            scope = with_proof(scope, lambda: True)
        await self._app(scope, receive, send)

    def _admits(self, given: SecretStr | None) -> bool:
        return given is not None and hmac.compare_digest(given.get_secret_value().encode(), self._token)
