"""The errors of the emulator, and how the API reports them.

EmulatorError
├─ ApiError                 an HTTP reply with a status and an `error` text
│  ├─ UnauthorizedError     401
│  ├─ StorageError          507 if the disk is full, 503 if it fails otherwise
│  ├─ UploadAccessError     403
│  └─ UnknownTranscriptError 400, as on the API
├─ GatewayError             what the LLM Gateway refuses, in gateway.errors
├─ StreamError              a live stream ends: an Error message, then this close code
│  └─ AudioLengthError      of too short or too long a message
├─ InvalidQueryError        422: a list of the errors, as the streaming host replies
├─ MediaError               the job fails: the transcript gets the status "error" and this text
│  └─ OvertimeError         the job took longer than its limit
├─ SetupError               the emulator cannot start: a file, folder or address cannot be used
└─ WorkerDiedError          the speech worker died during its job
"""

from typing import Any, Self


class EmulatorError(Exception):
    """The base of every error that this package raises on purpose."""


class ApiError(EmulatorError):
    """A refused request. `status` is the HTTP status, `text` the body's `error`."""

    def __init__(self, status: int, text: str) -> None:
        super().__init__(text)
        self.status = status
        self.text = text


class UnauthorizedError(ApiError):
    """The key is missing, not accepted, or has a scheme such as "Bearer" in front of it."""

    def __init__(self) -> None:
        super().__init__(401, "Authentication error, API token missing/invalid")


class StorageError(ApiError):
    """The disk is full (507), or it or the machine fails (503): the same request, or job, can succeed later."""


class UploadAccessError(ApiError):
    """The upload was made with another key, or is gone."""

    def __init__(self) -> None:
        super().__init__(403, "Cannot access uploaded file")


class UnknownTranscriptError(ApiError):
    """The key has no transcript with that id."""

    def __init__(self) -> None:
        super().__init__(400, "Transcript lookup error, transcript id not found")


class InvalidQueryError(EmulatorError):
    """A refused request to the streaming host. `detail` has an object for each error in the query."""

    def __init__(self, detail: list[dict[str, Any]]) -> None:
        super().__init__(f"{len(detail)} errors in the query")
        self.detail = detail


class StreamError(EmulatorError):
    """A live stream ends: `code` is the socket's close code and the Error message's `error_code`, `text` its `error`.

    The codes and the texts that begin with a name and a colon are published, or were recorded.
    https://www.assemblyai.com/docs/streaming/common-session-errors-and-closures
    """

    def __init__(self, code: int, text: str) -> None:
        super().__init__(text)
        self.code = code
        self.text = text

    @classmethod
    def unauthorized(cls, reason: str) -> Self:
        return cls(1008, f"Unauthorized Connection: {reason}")

    @classmethod
    def cancelled(cls) -> Self:
        """The emulator failed."""
        return cls(3005, "Session Cancelled: An error occurred")

    @classmethod
    def invalid(cls, text: str) -> Self:
        """A parameter or a message is wrong."""
        return cls(3006, f"User Input Validation Error: {text}")

    @classmethod
    def expired(cls, why: str) -> Self:
        return cls(3008, f"Session Expired: {why}")

    @classmethod
    def too_many(cls) -> Self:
        return cls(3009, "Unauthorized Connection: Too many concurrent sessions")


class AudioLengthError(StreamError):
    """An audio message is too short or too long. Lengths are in milliseconds."""

    def __init__(self, length: float, shortest: int, longest: int) -> None:
        text = f"Input Duration Violation: {length:.1f} ms. Expected between {shortest} and {longest} ms"
        super().__init__(3007, f"Input Duration Error: {text}")
        self.too_short = length < shortest


class MediaError(EmulatorError):
    """The file cannot be transcribed. The message becomes the transcript's `error`."""


class OvertimeError(MediaError):
    """The job took longer than its limit, so it was stopped. It would hold up the jobs of everyone else."""


class SetupError(EmulatorError):
    """The emulator cannot start: a file, the data directory or the address cannot be used."""


class WorkerDiedError(EmulatorError):
    """The speech worker crashed, was killed, or stopped answering."""
