"""The audio with personal data silenced (https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio)."""

from pydantic import Field

from assemblyai_tools.errors import BadRequestError, InvalidArgumentsError
from assemblyai_tools.flow import Flow, Pause, Request, fetch, path, send
from assemblyai_tools.operation import READS, Arguments, Result, TranscriptId, operation
from assemblyai_tools.operations.transcript_view import LONGEST_WAIT
from assemblyai_tools.operations.transcripts import RESOURCE
from assemblyai_tools.replies import RedactedAudio, Transcript

_PAUSE = 3.0
_NOT_READY = 202


class GetRedactedAudioArguments(Arguments):
    """Get a temporary URL of the audio with personal data silenced; needs redact_pii_audio when transcribing."""

    transcript_id: TranscriptId
    wait_seconds: int = Field(0, ge=0, le=LONGEST_WAIT, description="Wait this long if it is not ready.")


class RedactedAudioView(Result):
    """Where the redacted audio is; the URL is good for about half an hour, the file for a day."""

    id: str
    ready: bool
    redacted_audio_url: str | None = None

    def render(self) -> str:
        if self.ready:
            return (
                f"Redacted audio of transcript {self.id}, for the next 30 minutes: {self.redacted_audio_url}"
            )
        return (
            f"The redacted audio of transcript {self.id} is not ready yet, or no longer kept (the service keeps it "
            "for 24 hours). Call get_redacted_audio again with wait_seconds=45."
        )


@operation(
    title="Get redacted audio", hints=READS, arguments=GetRedactedAudioArguments, result=RedactedAudioView
)
def get_redacted_audio(arguments: GetRedactedAudioArguments) -> Flow[RedactedAudioView]:
    left = float(arguments.wait_seconds)
    while True:
        url = yield from _url(arguments.transcript_id)
        if url or left <= 0:
            return RedactedAudioView(id=arguments.transcript_id, ready=bool(url), redacted_audio_url=url)
        yield Pause(min(_PAUSE, left))
        left -= _PAUSE


def _url(transcript_id: str) -> Flow[str | None]:
    """The URL, or None while there is none: the service says so with 202, and with 400 as well."""
    resource = path(f"{RESOURCE}/redacted-audio", transcript_id=transcript_id)
    try:
        reply = yield from send(Request("GET", resource))
    except BadRequestError:
        yield from _check_it_was_asked_for(transcript_id)
        return None
    # Nobody has recorded what comes with a 202; the status says it all.
    return None if reply.status == _NOT_READY else reply.parse(RedactedAudio).redacted_audio_url


def _check_it_was_asked_for(transcript_id: str) -> Flow[None]:
    """A 400 also stands for an unknown id (which this read then reports) and for audio that nobody ordered."""
    transcript = yield from fetch(Request("GET", path(RESOURCE, transcript_id=transcript_id)), Transcript)
    if not transcript.redact_pii_audio or transcript.status == "error" or transcript.deleted:
        raise InvalidArgumentsError(
            f"Transcript {transcript_id} has no redacted audio.",
            next_step="Transcribe with redact_pii, redact_pii_policies and redact_pii_audio to get one.",
        )
