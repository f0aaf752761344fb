"""How a connection fails, in words that do not depend on the library that makes it."""


class ClosedError(Exception):
    """The connection is closed; `code` is None where it broke without a close code."""

    def __init__(self, code: int | None, reason: str) -> None:
        super().__init__(code, reason)
        self.code = code
        self.reason = reason


class RefusedError(Exception):
    """The handshake was answered with an HTTP status that opens no connection."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


class UnreachableError(Exception):
    """No connection came about."""
