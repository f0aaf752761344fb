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

# What the operations say themselves, so that the command line's help imports none of them: make generate
COMMANDS: Mapping[str, tuple[str, str]] = {
    "find_recordings": (
        "recordings",
        "List audio and video files in the allowed folders, newest first, with date, length and size.",
    ),
    "upload_file": (
        "upload",
        "Upload local audio or video (up to 2.2 GB) and get a private URL for several uses.",
    ),
    "transcribe": (
        "transcribe",
        "Speech to text: transcribe an audio or video file, URL or voice memo. Costs money per hour of audio.",
    ),
    "list_transcripts": (
        "list",
        "List recent transcripts and their ids, newest first, and transcription jobs, queued or failed.",
    ),
    "get_transcript": (
        "get",
        "Read a transcript by its id: the full text with clock times and speakers, a page at a time; or its status.",
    ),
    "get_sentences": (
        "sentences",
        "Split a completed transcript into sentences, with times and speakers, a page at a time.",
    ),
    "get_paragraphs": (
        "paragraphs",
        "Split a completed transcript into readable paragraphs, with times, a page at a time.",
    ),
    "name_speakers": (
        "name-speakers",
        "Rename a transcript's speakers from labels to people's names, in texts, answers and quotes.",
    ),
    "search_words": (
        "search",
        "Search transcripts for a word or phrase: timestamps, and how often it is mentioned.",
    ),
    "get_subtitles": (
        "captions",
        "Export a completed transcript as video subtitles or closed captions (SRT, WebVTT, TTML), also to a file.",
    ),
    "get_redacted_audio": (
        "redacted-audio",
        "Get a temporary link to the audio with personal data silenced; needs --redact-pii-audio when transcribing.",
    ),
    "summarize": (
        "summarize",
        "Summarize one or several transcripts with a language model, or write minutes. Costs money.",
    ),
    "ask_question": (
        "ask",
        "Ask questions about transcripts, such as who decided what; a language model answers. Costs money.",
    ),
    "extract_action_items": (
        "actions",
        "Extract action items from transcripts: tasks, deadlines, follow-ups, next steps. Costs money.",
    ),
    "run_task": (
        "run",
        "Run a custom prompt on transcripts, to draft an email, post or note with a language model. Costs money.",
    ),
    "purge_request_data": (
        "purge",
        "Delete (purge) what the service keeps of a language model request: its text and answer.",
    ),
    "delete_transcript": (
        "delete",
        "Delete a transcript permanently: its text and uploaded audio. The id stays listed as deleted.",
    ),
    "create_streaming_token": (
        "token",
        "Create a short-lived token for live streaming from a browser or device, without the API key.",
    ),
}
# End of the generated part.
"""Each operation's command, and the first line of its description, in the words of the command line."""


@cache
def load(name: str) -> "AnyOperation":
    """The operation of this name. Only its own module is imported, so one tool does not load them all."""
    operation: AnyOperation = getattr(import_module(f"{__package__}.{MODULES[name]}"), name)
    return operation
