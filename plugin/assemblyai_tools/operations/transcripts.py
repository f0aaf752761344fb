"""Reading and deleting a transcript (https://www.assemblyai.com/docs/api-reference/transcripts/get)."""

from collections.abc import Mapping

from pydantic import Field

from assemblyai_tools.api import transcripts as api
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Milliseconds, Seconds, TranscriptId
from assemblyai_tools.errors import BadRequestError
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import ForgetTranscript, Known, KnownTranscripts
from assemblyai_tools.operation import DELETES, READS, Result, operation
from assemblyai_tools.operations.recording import first_words, record_end
from assemblyai_tools.results.budget import PAGE_CHARACTERS
from assemblyai_tools.results.parts import PartName
from assemblyai_tools.results.transcript_view import LONGEST_WAIT, TranscriptView, view_of
from assemblyai_tools.text import length


class GetTranscriptArguments(Arguments):
    """Read a transcript by its id: full text with speakers and times, a page at a time; or the status of a job.

    Other parts: words with timestamps; if asked for when transcribing, chapters, topics, entities,
    sentiment, highlights.
    """

    transcript_id: TranscriptId
    parts: list[PartName] = Field(default=["text"], min_length=1, description="Default: text.")
    start_at_ms: Milliseconds = Field(default=0, ge=0, description="Begin at this time.")
    max_characters: int = Field(
        default=PAGE_CHARACTERS, ge=1000, le=200_000, description="1,000 to 200,000, default 8,000."
    )
    wait_seconds: Seconds = Field(
        default=0, ge=0, le=LONGEST_WAIT, description="If unfinished: 0 to 900, default 0."
    )


@operation(
    title="Get a transcript",
    hints=READS,
    toolsets=("transcription", "reading"),
    arguments=GetTranscriptArguments,
    result=TranscriptView,
    command="get",
)
def get_transcript(arguments: GetTranscriptArguments) -> Flow[TranscriptView]:
    transcript = yield from api.await_transcript(arguments.transcript_id, arguments.wait_seconds)
    yield from record_end(transcript)
    return view_of(
        transcript,
        parts=arguments.parts,
        start_at_ms=arguments.start_at_ms,
        max_characters=arguments.max_characters,
    )


class DeleteTranscriptArguments(Arguments):
    """Delete (erase) a transcript permanently: its text and the uploaded recording.

    The id stays listed as deleted.
    """

    transcript_id: TranscriptId


class DeletedView(Result):
    id: str
    deleted: bool

    @property
    def next_step(self) -> str:
        """How to see whether it is gone, if the service does not say so."""
        return "" if self.deleted else f"Check with get_transcript and transcript_id={self.id}."

    def render(self) -> str:
        if self.deleted:
            return f"Transcript {self.id} is deleted: its text and uploaded audio are gone."
        return f"The service took the request for {self.id} but does not mark it as deleted. {self.next_step}"


def _preview(arguments: DeleteTranscriptArguments) -> Flow[str | None]:
    """Its name, length and first words: a person cannot recognize it by its id alone."""
    found = yield from api.read_transcript(arguments.transcript_id)
    if found.deleted:
        return None
    known: Mapping[str, Known] = yield KnownTranscripts([found.id])
    name = known[found.id].name if found.id in known else None
    lasts = "" if found.audio_duration is None else length(found.audio_duration)
    start = first_words(found).replace('"', "'")
    state = "" if found.status == "completed" else found.status
    return ", ".join(part for part in (state, name, lasts, f'"{start}"' if start else "") if part)


@operation(
    title="Delete a transcript",
    hints=DELETES,
    toolsets=("transcription",),
    arguments=DeleteTranscriptArguments,
    result=DeletedView,
    preview=_preview,
    command="delete",
)
def delete_transcript(arguments: DeleteTranscriptArguments) -> Flow[DeletedView]:
    try:
        left = yield from api.delete_transcript(arguments.transcript_id)
    except BadRequestError:
        # A second delete is refused as if the id were unknown; a deleted transcript can still be read.
        left = yield from api.read_transcript(arguments.transcript_id)
        if not left.deleted:
            raise
    if left.deleted:
        yield ForgetTranscript(left.id)
    return DeletedView(id=left.id, deleted=left.deleted)
