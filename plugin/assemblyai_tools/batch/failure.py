"""Which failures are one recording's, and which stop all work."""

from assemblyai_tools.batch.audio_file import NotTheFileError
from assemblyai_tools.errors import (
    APIError,
    AssemblyAIError,
    BadRequestError,
    FileAccessError,
    InvalidArgumentsError,
    NotFoundError,
    ServerError,
    UnexpectedReplyError,
)

_PAYMENT_REQUIRED = 402
"""The HTTP status of an account without money: it is no recording's fault."""

_OWN = (BadRequestError, NotFoundError, FileAccessError, InvalidArgumentsError, NotTheFileError)
"""Errors that are about one recording, and stay."""

_SERVICE = (ServerError, UnexpectedReplyError)
"""Errors of the service about one recording, which another try may not meet."""


def is_own(error: AssemblyAIError) -> bool:
    """Whether an error is about one recording: the others go on. A wrong key, a dead network are not."""
    return isinstance(error, _OWN + _SERVICE) and not is_unpaid(error)


def is_unpaid(error: AssemblyAIError) -> bool:
    """Whether the account is without money."""
    return isinstance(error, APIError) and error.status == _PAYMENT_REQUIRED


def problem_of(error: AssemblyAIError) -> str:
    """The kind of problem that a recording's row names."""
    if isinstance(error, NotTheFileError):
        return error.problem
    if isinstance(error, FileAccessError):
        return "unreadable"
    return "service" if isinstance(error, _SERVICE) else "refused"


KINDS = frozenset(
    {
        *("missing", "empty", "unreadable", "changed", "refused", "transcription", "service", "lost"),
        "results",
    }
)
"""The kinds of problems that recordings fail with; docs/batch.md says what each means."""
