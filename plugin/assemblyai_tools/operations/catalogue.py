"""Every operation, in the order an agent meets them. An operation that is not in this table does not exist.

Everything else about an operation is stated where it is defined.
"""

from collections.abc import Mapping
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assemblyai_tools.operation import AnyOperation

MODULES: Mapping[str, str] = {
    "find_recordings": "recordings",
    "upload_file": "upload",
    "transcribe": "transcription",
    "list_transcripts": "listing",
    "get_transcript": "transcripts",
    "get_sentences": "passages",
    "get_paragraphs": "passages",
    "name_speakers": "speakers",
    "search_words": "word_search",
    "get_subtitles": "subtitles",
    "get_redacted_audio": "redacted_audio",
    "summarize": "reasoning",
    "ask_question": "reasoning",
    "extract_action_items": "reasoning",
    "run_task": "reasoning",
    "purge_request_data": "reasoning",
    "delete_transcript": "transcripts",
    "create_streaming_token": "streaming_token",
}
"""Each operation's name, and the module of this package that defines it."""


@cache
def load(name: str) -> "AnyOperation":
    """The operation of this name. Only its own module is imported, so one tool does not load them all."""
    operation: AnyOperation = getattr(import_module(f"{__package__}.{MODULES[name]}"), name)
    return operation
