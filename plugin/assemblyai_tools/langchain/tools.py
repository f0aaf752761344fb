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
        """Find local audio and video files: list the allowed folders, latest first, with date, length and size."""

    class UploadFileTool(AssemblyAITool):
        """Upload local audio or video (up to 2.2 GB) and get a private URL for several uses."""

    class TranscribeTool(AssemblyAITool):
        """Convert speech to text: transcribe an audio or video file, URL or voice memo. Costs money per audio hour."""

    class ListTranscriptsTool(AssemblyAITool):
        """List recent transcripts and their ids, newest first, and transcription jobs, queued or failed."""

    class GetTranscriptTool(AssemblyAITool):
        """Read a transcript by its id: full text with speakers and times, a page at a time; or the status of a job."""

    class GetSentencesTool(AssemblyAITool):
        """Split a completed transcript into sentences: each sentence with timestamps and speaker, a page at a time."""

    class GetParagraphsTool(AssemblyAITool):
        """Split a completed transcript into readable paragraphs: each paragraph with timestamps, a page at a time."""

    class NameSpeakersTool(AssemblyAITool):
        """Rename speakers in a transcript: set real names in place of speaker labels, also in captions and answers."""

    class SearchWordsTool(AssemblyAITool):
        """Search transcripts for a keyword or phrase: find when a word is said (timestamps) and count its mentions."""

    class GetSubtitlesTool(AssemblyAITool):
        """Create video subtitles or closed captions from a transcript: SRT, WebVTT (vtt) or TTML, also as a file."""

    class GetRedactedAudioTool(AssemblyAITool):
        """Get a temporary link to download the redacted audio file: a recording with personal data (PII) beeped out."""

    class SummarizeTool(AssemblyAITool):
        """Summarize transcripts: a short summary, overview, key points, notes or minutes of a meeting. Costs money."""

    class AskQuestionTool(AssemblyAITool):
        """Ask questions about transcripts: find the answer to what was said or decided in a recording. Costs money."""

    class ExtractActionItemsTool(AssemblyAITool):
        """Extract action items from transcripts: to-do list, tasks with owners, deadlines, next steps. Costs money."""

    class RunTaskTool(AssemblyAITool):
        """Run a custom prompt on transcripts: write a blog post, draft an email, generate a report. Costs money."""

    class PurgeRequestDataTool(AssemblyAITool):
        """Delete (purge) stored data of a language model (LLM) request, such as a summary: its prompt and answer."""

    class DeleteTranscriptTool(AssemblyAITool):
        """Delete (erase) a transcript permanently: its text and the uploaded recording."""

    class CreateStreamingTokenTool(AssemblyAITool):
        """Create a temporary token: a credential for live streaming (real-time transcription) without the API key."""
# End of the generated part.
