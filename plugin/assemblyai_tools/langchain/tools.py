"""A tool class for each operation, to import one by one: `TranscribeTool()` reads the environment.

A class is created on first use: creating all of them takes longer than importing one operation.
"""

import sys
from functools import cache
from threading import Lock
from types import new_class
from typing import TYPE_CHECKING, Any

from assemblyai_tools.langchain import OPERATIONS
from assemblyai_tools.langchain.tool import AssemblyAITool

_creating = Lock()


def tool_class(operation: str) -> type[AssemblyAITool]:
    """The tool class of an operation, always the same one."""
    with _creating:
        return _created(operation)


@cache
def _created(operation: str) -> type[AssemblyAITool]:
    name = next(name for name, of in OPERATIONS.items() if of == operation)
    fields: dict[str, Any] = {
        "__module__": __name__,
        "__doc__": f"The operation `{operation}` as a tool; its `description` is what a model reads.",
        "operation_name": operation,
    }
    kind: type[AssemblyAITool] = new_class(
        name, (AssemblyAITool,), exec_body=lambda body: body.update(fields)
    )
    setattr(sys.modules[__name__], name, kind)
    return kind


def __getattr__(name: str) -> type[AssemblyAITool]:
    if name not in OPERATIONS:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return tool_class(OPERATIONS[name])


def __dir__() -> list[str]:
    return sorted({*globals(), *OPERATIONS})


# For editors and type checkers. Generated from the catalogue: make generate
if TYPE_CHECKING:

    class FindRecordingsTool(AssemblyAITool):
        """Find audio and video files in the allowed folders, newest first, with date, length and size."""

    class UploadFileTool(AssemblyAITool):
        """Upload a local audio or video file (up to 2.2 GB) and get a private URL that transcribe accepts."""

    class TranscribeTool(AssemblyAITool):
        """Turn speech in an audio or video file into text. Costs money per hour of audio."""

    class ListTranscriptsTool(AssemblyAITool):
        """List this account's transcripts, newest first. The service keeps them for a limited time."""

    class GetTranscriptTool(AssemblyAITool):
        """Read a transcript: its state, and its text with clock times and speakers, a page at a time."""

    class GetSentencesTool(AssemblyAITool):
        """Get a completed transcript sentence by sentence, with times and speakers, a page at a time."""

    class GetParagraphsTool(AssemblyAITool):
        """Get a completed transcript paragraph by paragraph, with times, a page at a time."""

    class NameSpeakersTool(AssemblyAITool):
        """Remember who a transcript's speakers are; texts, answers and quotes use the names from then on."""

    class SearchWordsTool(AssemblyAITool):
        """Find when words or short phrases were said. Whole words; case, punctuation and currency do not count."""

    class GetSubtitlesTool(AssemblyAITool):
        """Get a completed transcript as SRT, WebVTT or TTML captions, or save them to a new file."""

    class GetRedactedAudioTool(AssemblyAITool):
        """Get a temporary URL of the audio with personal data silenced; needs redact_pii_audio when transcribing."""

    class SummarizeTool(AssemblyAITool):
        """Summarize transcripts with a language model, or write minutes. Costs money."""

    class AskQuestionTool(AssemblyAITool):
        """Ask one or several questions about transcripts; a language model answers. Costs money."""

    class ExtractActionItemsTool(AssemblyAITool):
        """List the action items in transcripts with a language model. Costs money."""

    class RunTaskTool(AssemblyAITool):
        """Run your own prompt over transcripts with a language model. Costs money."""

    class PurgeRequestDataTool(AssemblyAITool):
        """Delete what the service keeps of a summarize, ask_question, extract_action_items or run_task."""

    class DeleteTranscriptTool(AssemblyAITool):
        """Delete a transcript's text and its uploaded audio for good. The id stays listed as deleted."""

    class CreateStreamingTokenTool(AssemblyAITool):
        """Create a temporary token with which a browser or device may stream audio, without the API key."""
# End of the generated part.
