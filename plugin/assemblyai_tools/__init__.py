"""AssemblyAI's API as typed tools for LLM agents."""

from typing import TYPE_CHECKING

from assemblyai_tools.client import Client
from assemblyai_tools.config import Settings
from assemblyai_tools.engine import Progress
from assemblyai_tools.errors import (
    APIError,
    AssemblyAIError,
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    ConnectionFailedError,
    FileAccessError,
    InvalidArgumentsError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitedError,
    ServerError,
    TranscriptionFailedError,
    UnexpectedReplyError,
)
from assemblyai_tools.operation import Hints, Operation, Result
from assemblyai_tools.operations import (
    ALL_OPERATIONS,
    ask_question,
    delete_transcript,
    extract_action_items,
    get_subtitles,
    get_transcript,
    purge_request_data,
    run_task,
    search_words,
    summarize,
    transcribe,
    upload_file,
)

if TYPE_CHECKING:
    from assemblyai_tools.async_client import AsyncClient

__all__ = [
    "ALL_OPERATIONS",
    "APIError",
    "AssemblyAIError",
    "AsyncClient",
    "AuthenticationError",
    "BadRequestError",
    "Client",
    "ConfigurationError",
    "ConnectionFailedError",
    "FileAccessError",
    "Hints",
    "InvalidArgumentsError",
    "NotFoundError",
    "Operation",
    "PermissionDeniedError",
    "Progress",
    "RateLimitedError",
    "Result",
    "ServerError",
    "Settings",
    "TranscriptionFailedError",
    "UnexpectedReplyError",
    "ask_question",
    "delete_transcript",
    "extract_action_items",
    "get_subtitles",
    "get_transcript",
    "purge_request_data",
    "run_task",
    "search_words",
    "summarize",
    "transcribe",
    "upload_file",
]


def __getattr__(name: str) -> object:
    """Import AsyncClient at its first use: asyncio is a tenth of the import, and scripts do without it."""
    if name != "AsyncClient":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from assemblyai_tools.async_client import AsyncClient  # noqa: PLC0415

    return AsyncClient
