"""The AssemblyAI key that an HTTP request brought along, for as long as the request lasts."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from pydantic import SecretStr

REQUEST_KEY = "assemblyai.key"
"""The entry of an ASGI scope that holds the RequestKey."""


class RequestKey:
    """Holds a key; the middleware that made it empties it once the response is sent."""

    def __init__(self, key: SecretStr | None) -> None:
        self.key = key


def request_key_of(request: Any) -> RequestKey | None:
    """The RequestKey of the HTTP request that a message came in; None over stdio."""
    scope: Mapping[str, Any] = getattr(request, "scope", {})
    found: RequestKey | None = scope.get(REQUEST_KEY)
    return found


def digest_of(key: SecretStr) -> str:
    """What stands for a key's account where the key itself must not be kept."""
    return sha256(key.get_secret_value().encode()).hexdigest()
