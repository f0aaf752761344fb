"""Creating a transcript and waiting for it (https://www.assemblyai.com/docs/api-reference/transcripts/submit)."""

from assemblyai_tools.api.transcripts import await_transcript
from assemblyai_tools.api.upload import upload
from assemblyai_tools.errors import AssemblyAIError, TranscriptionFailedError
from assemblyai_tools.flow import Flow
from assemblyai_tools.operation import CREATES, operation
from assemblyai_tools.operations.creation import create_job
from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments
from assemblyai_tools.results.transcript_view import DEFAULT_WAIT, TranscriptView, view_of


@operation(
    title="Transcribe audio",
    hints=CREATES,
    toolsets=("transcription",),
    arguments=TranscribeArguments,
    result=TranscriptView,
)
def transcribe(arguments: TranscribeArguments) -> Flow[TranscriptView]:
    audio_url = arguments.audio_url or (yield from upload(arguments.file))
    try:
        created = yield from create_job(
            {"audio_url": audio_url, **arguments.options()}, own_upload=not arguments.is_web
        )
    except AssemblyAIError as error:
        error.upload_url = None if arguments.is_web else audio_url
        raise
    try:
        transcript = yield from await_transcript(
            created.id, arguments.wait_seconds, fresh=True, webhook=arguments.webhook_header
        )
        return view_of(transcript)
    except AssemblyAIError as error:
        # From here on, the job exists and may have been billed.
        error.transcript_id = created.id
        if not isinstance(error, TranscriptionFailedError):
            error.next_step = (
                "The job itself goes on: do not transcribe again, call get_transcript with "
                f"transcript_id={created.id} and wait_seconds={DEFAULT_WAIT}."
            )
        raise
