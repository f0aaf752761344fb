"""Whose request it is: every key is an account of its own."""

import hashlib

from starlette.requests import Request

from assemblyai_emulator.errors import UnauthorizedError


class Accounts:
    """Names accounts by a digest of their key; the key itself is kept nowhere.

    With `api_keys` only those are accepted, without them any.
    """

    def __init__(self, api_keys: tuple[str, ...] = ()) -> None:
        self._accepted = frozenset(map(_digest, api_keys))

    def authenticate(self, request: Request, *, bearer: bool = False) -> str:
        """The account of the request's key; `bearer` takes "Bearer <key>" too. Raises UnauthorizedError."""
        # The API documents the raw key alone, but its gateway and streaming hosts were seen to take both.
        # Whether the others would is unverified; the emulator is the stricter reader, so that a client that
        # works here works there.
        key = request.headers.get("authorization", "").strip()
        scheme, _, rest = key.partition(" ")
        if bearer and scheme.lower() == "bearer":
            key = rest.strip()
        if not key or len(key.split()) > 1:
            raise UnauthorizedError
        account = _digest(key)
        if self._accepted and account not in self._accepted:
            raise UnauthorizedError
        return account


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
