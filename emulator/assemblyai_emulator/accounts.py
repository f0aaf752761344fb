"""Authentication: every API key is an account of its own."""

import hashlib

from starlette.requests import HTTPConnection

from assemblyai_emulator.errors import UnauthorizedError


class Accounts:
    """Identifies an account by a digest of its key. The key itself is never stored.

    With `api_keys`, only those keys are accepted; without, any key is.
    """

    def __init__(self, api_keys: tuple[str, ...] = ()) -> None:
        self._accepted = frozenset(map(_digest, api_keys))

    @property
    def demands_known_key(self) -> bool:
        """Whether only some keys are accepted."""
        return bool(self._accepted)

    @staticmethod
    def of_key(key: str) -> str:
        """The account of a key, accepted or not."""
        return _digest(key)

    def authenticate(self, request: HTTPConnection, *, bearer: bool = False) -> str:
        """The account of the request's key. `bearer` also accepts "Bearer <key>". Raises UnauthorizedError."""
        # The API documents the bare key only, but its gateway and streaming hosts have been seen to accept both.
        # Whether the other routes do is unverified. The emulator is the stricter one, so a client that works
        # here works there.
        key = request.headers.get("authorization", "").strip()
        scheme, _, rest = key.partition(" ")
        if bearer and scheme.lower() == "bearer":
            key = rest.strip()
        if not key or len(key.split()) > 1:
            raise UnauthorizedError
        account = self.of_key(key)
        if self._accepted and account not in self._accepted:
            raise UnauthorizedError
        return account


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()
