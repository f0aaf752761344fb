"""AssemblyAI's API as typed tools for LLM agents.

The names below are imported at their first use, so that importing the package costs next to nothing.
"""

from typing import TYPE_CHECKING

from assemblyai_tools.lazy import lazy

if TYPE_CHECKING:
    from assemblyai_tools.async_client import AsyncClient
    from assemblyai_tools.client import Client
    from assemblyai_tools.config import Settings
    from assemblyai_tools.errors import (
        APIError,
        AssemblyAIError,
        AuthenticationError,
        BadRequestError,
        ConfigurationError,
        ConnectionFailedError,
        FileAccessError,
        InvalidArgumentsError,
        LanguageModelError,
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
        create_streaming_token,
        delete_transcript,
        extract_action_items,
        get_paragraphs,
        get_redacted_audio,
        get_sentences,
        get_subtitles,
        get_transcript,
        list_transcripts,
        offered_operations,
        purge_request_data,
        run_task,
        search_words,
        summarize,
        transcribe,
        upload_file,
    )
    from assemblyai_tools.operations.selection import TOOLSETS, Selection, operation_named
    from assemblyai_tools.results.documents import DOCUMENTS, Document
    from assemblyai_tools.waiting.progress import Progress
    from assemblyai_tools.waiting.watch import Watch
    from assemblyai_tools.webhook import (
        RedactedAudioNotification,
        TranscriptReadyNotification,
        WebhookReceiver,
    )

__all__ = [
    "ALL_OPERATIONS",
    "DOCUMENTS",
    "TOOLSETS",
    "APIError",
    "AssemblyAIError",
    "AsyncClient",
    "AuthenticationError",
    "BadRequestError",
    "Client",
    "ConfigurationError",
    "ConnectionFailedError",
    "Document",
    "FileAccessError",
    "Hints",
    "InvalidArgumentsError",
    "LanguageModelError",
    "NotFoundError",
    "Operation",
    "PermissionDeniedError",
    "Progress",
    "RateLimitedError",
    "RedactedAudioNotification",
    "Result",
    "Selection",
    "ServerError",
    "Settings",
    "TranscriptReadyNotification",
    "TranscriptionFailedError",
    "UnexpectedReplyError",
    "Watch",
    "WebhookReceiver",
    "ask_question",
    "create_streaming_token",
    "delete_transcript",
    "extract_action_items",
    "get_paragraphs",
    "get_redacted_audio",
    "get_sentences",
    "get_subtitles",
    "get_transcript",
    "list_transcripts",
    "offered_operations",
    "operation_named",
    "purge_request_data",
    "run_task",
    "search_words",
    "summarize",
    "transcribe",
    "upload_file",
]

_HOMES = {
    "AsyncClient": "async_client",
    "Client": "client",
    "DOCUMENTS": "results.documents",
    "Document": "results.documents",
    "Hints": "operation",
    "Operation": "operation",
    "Progress": "waiting.progress",
    "RedactedAudioNotification": "webhook",
    "Result": "operation",
    "Selection": "operations.selection",
    "Settings": "config",
    "TOOLSETS": "operations.selection",
    "TranscriptReadyNotification": "webhook",
    "Watch": "waiting.watch",
    "operation_named": "operations.selection",
    "WebhookReceiver": "webhook",
}

__getattr__, __dir__ = lazy(
    __name__,
    {name: _HOMES.get(name) or ("errors" if name.endswith("Error") else "operations") for name in __all__},
)
