"""What can go wrong, and how the API says it.

EmulatorError
├─ ApiError                 an HTTP reply with a status and an `error` text
│  ├─ UnauthorizedError     401
│  ├─ UploadAccessError     403
│  └─ UnknownTranscriptError 400, as the API has it
├─ MediaError               the job fails: the transcript gets status "error" and this text
└─ WorkerDiedError          the speech worker ended before its job did
"""


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


class MediaError(EmulatorError):
    """The file cannot be transcribed; the message is what the transcript's `error` says."""


class WorkerDiedError(EmulatorError):
    """The speech worker crashed, was killed, or stopped answering."""
