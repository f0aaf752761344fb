"""What can go wrong, and how the API says it.

EmulatorError
├─ ApiError                 an HTTP reply with a status and an `error` text
│  ├─ UnauthorizedError     401
│  ├─ UploadAccessError     403
│  └─ UnknownTranscriptError 400, as the API has it
├─ GatewayError             the LLM Gateway's own refusals, in gateway.errors
├─ InvalidQueryError        422: a list of what is wrong, as the streaming host says it
├─ MediaError               the job fails: the transcript gets status "error" and this text
├─ SetupError               the emulator cannot start with the file, folder or address it was given
└─ WorkerDiedError          the speech worker ended before its job did
"""

from typing import Any


class EmulatorError(Exception):
    """Anything this package raises on purpose."""


class ApiError(EmulatorError):
    """A refused request: `status` is the HTTP status, `text` goes into the body's `error`."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class UnauthorizedError(ApiError):
    """No key, a key that is not accepted, or a scheme word before it."""

    def __init__(self) -> None:
        super().__init__(401, "Authentication error, API token missing/invalid")


class UploadAccessError(ApiError):
    """An upload that another key made, or that is gone."""

    def __init__(self) -> None:
        super().__init__(403, "Cannot access uploaded file")


class UnknownTranscriptError(ApiError):
    """No transcript of this key has the id."""

    def __init__(self) -> None:
        super().__init__(400, "Transcript lookup error, transcript id not found")


class InvalidQueryError(EmulatorError):
    """A refused request to the streaming host; `detail` has an object for each fault."""

    def __init__(self, detail: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(detail)} faults in the query")
        self.detail = detail


class MediaError(EmulatorError):
    """The file cannot be transcribed; the message is what the transcript's `error` says."""


class SetupError(EmulatorError):
    """The emulator cannot start: a file, the data directory or the address it was given cannot be used."""


class WorkerDiedError(EmulatorError):
    """The speech worker crashed, was killed, or stopped answering."""
