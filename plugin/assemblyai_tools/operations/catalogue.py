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
        "Find audio and video files in the allowed folders, newest first, with date, length and size.",
    ),
    "upload_file": (
        "upload",
        "Upload a local audio or video file (up to 2.2 GB) and get a private URL that transcribe accepts.",
    ),
    "transcribe": (
        "transcribe",
        "Turn speech in an audio or video file into text. Costs money per hour of audio.",
    ),
    "list_transcripts": (
        "list",
        "List this account's transcripts, newest first. The service keeps them for a limited time.",
    ),
    "get_transcript": (
        "get",
        "Read a transcript: its state, and its text with clock times and speakers, a page at a time.",
    ),
    "get_sentences": (
        "sentences",
        "Get a completed transcript sentence by sentence, with times and speakers, a page at a time.",
    ),
    "get_paragraphs": (
        "paragraphs",
        "Get a completed transcript paragraph by paragraph, with times, a page at a time.",
    ),
    "name_speakers": (
        "name-speakers",
        "Remember who a transcript's speakers are; texts, answers and quotes use the names from then on.",
    ),
    "search_words": (
        "search",
        "Find when words or short phrases were said. Whole words; case, punctuation and currency do not count.",
    ),
    "get_subtitles": (
        "captions",
        "Get a completed transcript as SRT, WebVTT or TTML captions, or save them to a new file.",
    ),
    "get_redacted_audio": (
        "redacted-audio",
        "Get a temporary URL of the audio with personal data silenced; needs --redact-pii-audio when transcribing.",
    ),
    "summarize": ("summarize", "Summarize transcripts with a language model, or write minutes. Costs money."),
    "ask_question": (
        "ask",
        "Ask one or several questions about transcripts; a language model answers. Costs money.",
    ),
    "extract_action_items": (
        "actions",
        "List the action items in transcripts with a language model. Costs money.",
    ),
    "run_task": ("run", "Run your own prompt over transcripts with a language model. Costs money."),
    "purge_request_data": ("purge", "Delete what the service keeps of a summarize, ask, actions or run."),
    "delete_transcript": (
        "delete",
        "Delete a transcript's text and its uploaded audio for good. The id stays listed as deleted.",
    ),
    "create_streaming_token": (
        "token",
        "Create a temporary token with which a browser or device may stream audio, without the API key.",
    ),
}
# End of the generated part.
"""Each operation's command, and the first line of its description, in the words of the command line."""


@cache
def load(name: str) -> "AnyOperation":
    """The operation of this name. Only its own module is imported, so one tool does not load them all."""
    operation: AnyOperation = getattr(import_module(f"{__package__}.{MODULES[name]}"), name)
    return operation
