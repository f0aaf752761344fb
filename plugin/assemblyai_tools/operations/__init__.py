"""Every operation, in the order an agent meets them. An operation that is not in this tuple does not exist."""

from typing import Any

from assemblyai_tools.operation import Operation, Result
from assemblyai_tools.operations.reasoning import (
    ask_question,
    extract_action_items,
    purge_request_data,
    run_task,
    summarize,
)
from assemblyai_tools.operations.subtitles import get_subtitles
from assemblyai_tools.operations.transcribe import transcribe
from assemblyai_tools.operations.transcripts import delete_transcript, get_transcript
from assemblyai_tools.operations.upload import upload_file
from assemblyai_tools.operations.word_search import search_words

__all__ = [
    "ALL_OPERATIONS",
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

ALL_OPERATIONS: tuple[Operation[Any, Result], ...] = (
    upload_file,
    transcribe,
    get_transcript,
    search_words,
    get_subtitles,
    summarize,
    ask_question,
    extract_action_items,
    run_task,
    purge_request_data,
    delete_transcript,
)
