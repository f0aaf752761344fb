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
        """List audio and video files in the allowed folders, newest first, with date, length and size."""

    class UploadFileTool(AssemblyAITool):
        """Upload local audio or video (up to 2.2 GB) and get a private URL for several uses."""

    class TranscribeTool(AssemblyAITool):
        """Speech to text: transcribe an audio or video file, URL or voice memo. Costs money per hour of audio."""

    class ListTranscriptsTool(AssemblyAITool):
        """List recent transcripts and their ids, newest first, and transcription jobs, queued or failed."""

    class GetTranscriptTool(AssemblyAITool):
        """Read a transcript by its id: the full text with clock times and speakers, a page at a time; or its status."""

    class GetSentencesTool(AssemblyAITool):
        """Split a completed transcript into sentences, with times and speakers, a page at a time."""

    class GetParagraphsTool(AssemblyAITool):
        """Split a completed transcript into readable paragraphs, with times, a page at a time."""

    class NameSpeakersTool(AssemblyAITool):
        """Rename a transcript's speakers from labels to people's names, in texts, answers and quotes."""

    class SearchWordsTool(AssemblyAITool):
        """Search transcripts for a word or phrase: timestamps, and how often it is mentioned."""

    class GetSubtitlesTool(AssemblyAITool):
        """Export a completed transcript as video subtitles or closed captions (SRT, WebVTT, TTML), also to a file."""

    class GetRedactedAudioTool(AssemblyAITool):
        """Get a temporary link to the audio with personal data silenced; needs redact_pii_audio when transcribing."""

    class SummarizeTool(AssemblyAITool):
        """Summarize one or several transcripts with a language model, or write minutes. Costs money."""

    class AskQuestionTool(AssemblyAITool):
        """Ask questions about transcripts, such as who decided what; a language model answers. Costs money."""

    class ExtractActionItemsTool(AssemblyAITool):
        """Extract action items from transcripts: tasks, deadlines, follow-ups, next steps. Costs money."""

    class RunTaskTool(AssemblyAITool):
        """Run a custom prompt on transcripts, to draft an email, post or note with a language model. Costs money."""

    class PurgeRequestDataTool(AssemblyAITool):
        """Delete (purge) what the service keeps of a language model request: its text and answer."""

    class DeleteTranscriptTool(AssemblyAITool):
        """Delete a transcript permanently: its text and uploaded audio. The id stays listed as deleted."""

    class CreateStreamingTokenTool(AssemblyAITool):
        """Create a short-lived token for live streaming from a browser or device, without the API key."""
# End of the generated part.
