"""The gateway's errors, with its two shapes of error body."""

from typing import Any
from uuid import uuid4

from assemblyai_emulator.errors import EmulatorError

_NO_KEY = (
    "Your account does not have access to LLM Gateway. "
    "Please upgrade or contact us at support@assemblyai.com for more information."
)
"""Recorded for a request without a key, although it is misleading."""

_BAD_KEY = "Authentication error, API token missing/invalid"


class GatewayError(EmulatorError):
    """The key was accepted, the request was not; `errors` are its faults, one sentence each."""

    def __init__(self, status: int, message: str, errors: tuple[str, ...] = ()) -> None:
        super().__init__("; ".join(errors) or message)
        self.status = status
        self.message = message
        self.errors = errors

    def body(self) -> dict[str, Any]:
        metadata = {"metadata": {"errors": list(self.errors)}} if self.errors else {}
        return {**metadata, "request_id": str(uuid4()), "message": self.message, "code": self.status}


class InvalidRequestError(GatewayError):
    """400: the request itself is wrong."""

    def __init__(self, *errors: str) -> None:
        super().__init__(400, "invalid request body", errors)


class GatewayUnauthorizedError(GatewayError):
    """401: no key, or an invalid one."""

    def __init__(self, *, key_given: bool) -> None:
        super().__init__(401, _BAD_KEY if key_given else _NO_KEY)

    def body(self) -> dict[str, Any]:
        return {"error": self.message, "status": "error", "request_id": str(uuid4())}
