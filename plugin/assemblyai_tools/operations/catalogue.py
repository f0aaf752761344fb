"""Every operation, in the order an agent meets them. An operation that is not in this tuple does not exist."""

from typing import Any

from assemblyai_tools.flow import Choices
from assemblyai_tools.operation import Operation, Result
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

ALL_OPERATIONS: tuple[Operation[Any, Result], ...] = (
    upload_file,
    transcribe,
    list_transcripts,
    get_transcript,
    get_sentences,
    get_paragraphs,
    search_words,
    get_subtitles,
    get_redacted_audio,
    summarize,
    ask_question,
    extract_action_items,
    run_task,
    purge_request_data,
    delete_transcript,
    create_streaming_token,
)


def offered_operations(choices: Choices) -> tuple[Operation[Any, Result], ...]:
    """Those that can be done under the settings' choices (`Settings.choices`)."""
    return tuple(operation for operation in ALL_OPERATIONS if operation.offered(choices))
