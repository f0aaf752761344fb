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
        "Find local audio and video files: list the allowed folders, latest first, with date, length and size.",
    ),
    "upload_file": (
        "upload",
        "Upload local audio or video (up to 2.2 GB) and get a private URL for several uses.",
    ),
    "transcribe": (
        "transcribe",
        "Convert speech to text: transcribe an audio or video file, URL or voice memo. Costs money per audio hour.",
    ),
    "list_transcripts": (
        "list",
        "List recent transcripts and their ids, newest first, and transcription jobs, queued or failed.",
    ),
    "get_transcript": (
        "get",
        "Read a transcript by its id: full text with speakers and times, a page at a time; or the status of a job.",
    ),
    "get_sentences": (
        "sentences",
        "Split a completed transcript into sentences: each sentence with timestamps and speaker, a page at a time.",
    ),
    "get_paragraphs": (
        "paragraphs",
        "Split a completed transcript into readable paragraphs: each paragraph with timestamps, a page at a time.",
    ),
    "name_speakers": (
        "name-speakers",
        "Rename speakers in a transcript: set real names in place of speaker labels, also in captions and answers.",
    ),
    "search_words": (
        "search",
        "Search transcripts for a keyword or phrase: find when a word is said (timestamps) and count its mentions.",
    ),
    "get_subtitles": (
        "captions",
        "Create video subtitles or closed captions from a transcript: SRT, WebVTT (vtt) or TTML, also as a file.",
    ),
    "get_redacted_audio": (
        "redacted-audio",
        "Get a temporary link to download the redacted audio file: a recording with personal data (PII) beeped out.",
    ),
    "summarize": (
        "summarize",
        "Summarize transcripts: a short summary, overview, key points, notes or minutes of a meeting. Costs money.",
    ),
    "ask_question": (
        "ask",
        "Ask questions about transcripts: find the answer to what was said or decided in a recording. Costs money.",
    ),
    "extract_action_items": (
        "actions",
        "Extract action items from transcripts: to-do list, tasks with owners, deadlines, next steps. Costs money.",
    ),
    "run_task": (
        "run",
        "Run a custom prompt on transcripts: write a blog post, draft an email, generate a report. Costs money.",
    ),
    "purge_request_data": (
        "purge",
        "Delete (purge) stored data of a language model (LLM) request, such as a summary: its prompt and answer.",
    ),
    "delete_transcript": (
        "delete",
        "Delete (erase) a transcript permanently: its text and the uploaded recording.",
    ),
    "create_streaming_token": (
        "token",
        "Create a temporary token: a credential for live streaming (real-time transcription) without the API key.",
    ),
}
# End of the generated part.
"""Each operation's command, and the first line of its description, in the words of the command line."""


@cache
def load(name: str) -> "AnyOperation":
    """The operation of this name. Only its own module is imported, so one tool does not load them all."""
    operation: AnyOperation = getattr(import_module(f"{__package__}.{MODULES[name]}"), name)
    return operation
