"""Creating a transcript and waiting for it (https://www.assemblyai.com/docs/api-reference/transcripts/submit)."""

from typing import Any

from assemblyai_tools.errors import (
    AssemblyAIError,
    ConnectionFailedError,
    ServerError,
    TranscriptionFailedError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Flow, Request, fetch, wait
from assemblyai_tools.operation import CREATES, operation
from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments
from assemblyai_tools.operations.transcript_view import DEFAULT_WAIT, TranscriptView, view_of
from assemblyai_tools.operations.upload import upload
from assemblyai_tools.replies import Transcript


@operation(title="Transcribe audio", hints=CREATES, arguments=TranscribeArguments, result=TranscriptView)
def transcribe(arguments: TranscribeArguments) -> Flow[TranscriptView]:
    audio_url = arguments.audio if arguments.is_web else (yield from upload(arguments.audio))
    try:
        created = yield from _create({"audio_url": audio_url, **arguments.options()})
    except AssemblyAIError as error:
        error.upload_url = None if arguments.is_web else audio_url
        raise
    try:
        reply = yield from wait(
            created.id, arguments.wait_seconds, fresh=True, webhook=arguments.webhook_header
        )
        return view_of(reply.parse(Transcript))
    except AssemblyAIError as error:
        # Whatever happens from here on, the job exists and may have been paid for.
        error.transcript_id = created.id
        if not isinstance(error, TranscriptionFailedError):
            error.next_step = (
                "The job itself goes on: do not transcribe again, call get_transcript with "
                f"transcript_id={created.id} and wait_seconds={DEFAULT_WAIT}."
            )
        raise


def _create(parameters: dict[str, Any]) -> Flow[Transcript]:
    """Create the job; a failure after which it may exist must not invite a second, billed, try."""
    try:
        return (yield from fetch(Request("POST", "/v2/transcript", json=parameters, billed=True), Transcript))
    except AssemblyAIError as error:
        lost = isinstance(error, ConnectionFailedError) and not error.retryable
        if lost or isinstance(error, UnexpectedReplyError | ServerError):
            error.retryable = False
            error.next_step = (
                "The job may have been accepted all the same, and a repeat would be billed again: "
                "look for it with list_transcripts first."
            )
        raise
