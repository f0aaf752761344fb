"""AssemblyAI's API as typed tools for LLM agents.

The names below are imported on first use, so importing the package costs almost nothing.
"""

from typing import TYPE_CHECKING

from assemblyai_tools.lazy import lazy
from assemblyai_tools.operations import catalogue

__version__ = "0.1.0"

_MODULES = {
    "Accounts": "accounts",
    "AsyncClient": "async_client",
    "Client": "client",
    "Settings": "config",
    "APIError": "errors",
    "AssemblyAIError": "errors",
    "AuthenticationError": "errors",
    "BadRequestError": "errors",
    "ConfigurationError": "errors",
    "ConnectionFailedError": "errors",
    "FileAccessError": "errors",
    "InvalidArgumentsError": "errors",
    "LanguageModelError": "errors",
    "MissingExtraError": "errors",
    "NotFoundError": "errors",
    "PermissionDeniedError": "errors",
    "RateLimitedError": "errors",
    "ServerError": "errors",
    "StreamReaderError": "errors",
    "TranscriptionFailedError": "errors",
    "UnexpectedReplyError": "errors",
    "UnsavedAnswerError": "errors",
    "Arguments": "arguments.base",
    "at_first_sight": "looks",
    "briefly": "looks",
    "Hints": "operation",
    "Operation": "operation",
    "Result": "operation",
    "Presented": "operation",
    "presented": "operation",
    "ALL_OPERATIONS": "operations.selection",
    "Selection": "operations.selection",
    "TOOLSETS": "operations.selection",
    "offered_operations": "operations.selection",
    "operation_named": "operations.selection",
    "DOCUMENTS": "results.documents",
    "Document": "results.documents",
    "Begin": "streaming.events",
    "Gap": "streaming.events",
    "GatewayAnswer": "streaming.events",
    "Heartbeat": "streaming.events",
    "RevisedTurn": "streaming.events",
    "Silence": "streaming.events",
    "SpeakerRevision": "streaming.events",
    "SpeechStarted": "streaming.events",
    "StreamEvent": "streaming.events",
    "StreamWarning": "streaming.events",
    "Termination": "streaming.events",
    "Turn": "streaming.events",
    "TurnWord": "streaming.events",
    "BlockingStream": "streaming.blocking",
    "EventStream": "streaming.stream",
    "LiveTranscript": "streaming.live_transcript",
    "Microphone": "streaming.microphone",
    "microphone": "streaming.microphone",
    "StreamControl": "streaming.control",
    "StreamParameters": "streaming.parameters",
    "transcript_html": "viewer.html",
    "transcript_shown": "viewer.shown",
    "KeyMask": "transport.key_masking",
    "Progress": "waiting.progress",
    "Watch": "waiting.watch",
    "RedactedAudioNotification": "webhook",
    "StreamEndedNotification": "webhook",
    "TranscriptReadyNotification": "webhook",
    "WebhookReceiver": "webhook",
}
"""The module of each public name; the operations are added from their catalogue."""

# For editors and type checkers. Generated from the two tables: make generate
if TYPE_CHECKING:
    from assemblyai_tools.accounts import Accounts
    from assemblyai_tools.arguments.base import Arguments
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
        MissingExtraError,
        NotFoundError,
        PermissionDeniedError,
        RateLimitedError,
        ServerError,
        StreamReaderError,
        TranscriptionFailedError,
        UnexpectedReplyError,
        UnsavedAnswerError,
    )
    from assemblyai_tools.looks import at_first_sight, briefly
    from assemblyai_tools.operation import Hints, Operation, Presented, Result, presented
    from assemblyai_tools.operations.listing import list_transcripts
    from assemblyai_tools.operations.passages import get_paragraphs, get_sentences
    from assemblyai_tools.operations.reasoning import (
        ask_question,
        extract_action_items,
        purge_request_data,
        run_task,
        summarize,
    )
    from assemblyai_tools.operations.recordings import find_recordings
    from assemblyai_tools.operations.redacted_audio import get_redacted_audio
    from assemblyai_tools.operations.selection import (
        ALL_OPERATIONS,
        TOOLSETS,
        Selection,
        offered_operations,
        operation_named,
    )
    from assemblyai_tools.operations.speakers import name_speakers
    from assemblyai_tools.operations.streaming_token import create_streaming_token
    from assemblyai_tools.operations.subtitles import get_subtitles
    from assemblyai_tools.operations.transcription import transcribe
    from assemblyai_tools.operations.transcripts import delete_transcript, get_transcript
    from assemblyai_tools.operations.upload import upload_file
    from assemblyai_tools.operations.word_search import search_words
    from assemblyai_tools.results.documents import DOCUMENTS, Document
    from assemblyai_tools.streaming.blocking import BlockingStream
    from assemblyai_tools.streaming.control import StreamControl
    from assemblyai_tools.streaming.events import (
        Begin,
        Gap,
        GatewayAnswer,
        Heartbeat,
        RevisedTurn,
        Silence,
        SpeakerRevision,
        SpeechStarted,
        StreamEvent,
        StreamWarning,
        Termination,
        Turn,
        TurnWord,
    )
    from assemblyai_tools.streaming.live_transcript import LiveTranscript
    from assemblyai_tools.streaming.microphone import Microphone, microphone
    from assemblyai_tools.streaming.parameters import StreamParameters
    from assemblyai_tools.streaming.stream import EventStream
    from assemblyai_tools.transport.key_masking import KeyMask
    from assemblyai_tools.viewer.html import transcript_html
    from assemblyai_tools.viewer.shown import transcript_shown
    from assemblyai_tools.waiting.progress import Progress
    from assemblyai_tools.waiting.watch import Watch
    from assemblyai_tools.webhook import (
        RedactedAudioNotification,
        StreamEndedNotification,
        TranscriptReadyNotification,
        WebhookReceiver,
    )

__all__ = [
    "ALL_OPERATIONS",
    "DOCUMENTS",
    "TOOLSETS",
    "APIError",
    "Accounts",
    "Arguments",
    "AssemblyAIError",
    "AsyncClient",
    "AuthenticationError",
    "BadRequestError",
    "Begin",
    "BlockingStream",
    "Client",
    "ConfigurationError",
    "ConnectionFailedError",
    "Document",
    "EventStream",
    "FileAccessError",
    "Gap",
    "GatewayAnswer",
    "Heartbeat",
    "Hints",
    "InvalidArgumentsError",
    "KeyMask",
    "LanguageModelError",
    "LiveTranscript",
    "Microphone",
    "MissingExtraError",
    "NotFoundError",
    "Operation",
    "PermissionDeniedError",
    "Presented",
    "Progress",
    "RateLimitedError",
    "RedactedAudioNotification",
    "Result",
    "RevisedTurn",
    "Selection",
    "ServerError",
    "Settings",
    "Silence",
    "SpeakerRevision",
    "SpeechStarted",
    "StreamControl",
    "StreamEndedNotification",
    "StreamEvent",
    "StreamParameters",
    "StreamReaderError",
    "StreamWarning",
    "Termination",
    "TranscriptReadyNotification",
    "TranscriptionFailedError",
    "Turn",
    "TurnWord",
    "UnexpectedReplyError",
    "UnsavedAnswerError",
    "Watch",
    "WebhookReceiver",
    "ask_question",
    "at_first_sight",
    "briefly",
    "create_streaming_token",
    "delete_transcript",
    "extract_action_items",
    "find_recordings",
    "get_paragraphs",
    "get_redacted_audio",
    "get_sentences",
    "get_subtitles",
    "get_transcript",
    "list_transcripts",
    "microphone",
    "name_speakers",
    "offered_operations",
    "operation_named",
    "presented",
    "purge_request_data",
    "run_task",
    "search_words",
    "summarize",
    "transcribe",
    "transcript_html",
    "transcript_shown",
    "upload_file",
]
# End of the generated part.

_OPERATIONS = {name: f"operations.{module}" for name, module in catalogue.MODULES.items()}

__getattr__, __dir__ = lazy(__name__, {**_MODULES, **_OPERATIONS})
