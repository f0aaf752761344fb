"""The operations, a module to each kind; every name is imported at its first use."""

from typing import TYPE_CHECKING

from assemblyai_tools.lazy import lazy

if TYPE_CHECKING:
    from assemblyai_tools.operations.catalogue import ALL_OPERATIONS, offered_operations
    from assemblyai_tools.operations.listing import list_transcripts
    from assemblyai_tools.operations.passages import get_paragraphs, get_sentences
    from assemblyai_tools.operations.reasoning import (
        ask_question,
        extract_action_items,
        purge_request_data,
        run_task,
        summarize,
    )
    from assemblyai_tools.operations.redacted_audio import get_redacted_audio
    from assemblyai_tools.operations.streaming_token import create_streaming_token
    from assemblyai_tools.operations.subtitles import get_subtitles
    from assemblyai_tools.operations.transcription import transcribe
    from assemblyai_tools.operations.transcripts import delete_transcript, get_transcript
    from assemblyai_tools.operations.upload import upload_file
    from assemblyai_tools.operations.word_search import search_words

__all__ = [
    "ALL_OPERATIONS",
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
    "purge_request_data",
    "run_task",
    "search_words",
    "summarize",
    "transcribe",
    "upload_file",
]

__getattr__, __dir__ = lazy(
    __name__,
    {
        "ALL_OPERATIONS": "catalogue",
        "ask_question": "reasoning",
        "create_streaming_token": "streaming_token",
        "delete_transcript": "transcripts",
        "extract_action_items": "reasoning",
        "get_paragraphs": "passages",
        "get_redacted_audio": "redacted_audio",
        "get_sentences": "passages",
        "get_subtitles": "subtitles",
        "get_transcript": "transcripts",
        "list_transcripts": "listing",
        "offered_operations": "catalogue",
        "purge_request_data": "reasoning",
        "run_task": "reasoning",
        "search_words": "word_search",
        "summarize": "reasoning",
        "transcribe": "transcription",
        "upload_file": "upload",
    },
)
