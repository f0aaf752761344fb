"""The audio with personal data beeped out (https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio)."""

from pydantic import Field

from assemblyai_tools.api.redacted_audio import read_redacted_audio
from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Seconds, TranscriptId
from assemblyai_tools.errors import BadRequestError, InvalidArgumentsError
from assemblyai_tools.flow import Flow, Pause
from assemblyai_tools.operation import READS, Result, operation
from assemblyai_tools.results.transcript_view import LONGEST_WAIT

_PAUSE = 3.0
"""Seconds between two polls."""


class GetRedactedAudioArguments(Arguments):
    """Get a temporary link to download the redacted audio file: a recording with personal data (PII) beeped out.

    Needs redact_pii_audio when transcribing.
    """

    transcript_id: TranscriptId
    wait_seconds: Seconds = Field(
        default=0, ge=0, le=LONGEST_WAIT, description="If unfinished: 0 to 900, default 0."
    )


class RedactedAudioView(Result):
    """Where the redacted audio is; the URL is good for about half an hour, the file for a day."""

    id: str
    ready: bool
    redacted_audio_url: str | None = None
    reason: str | None = None
    """Why the service says that it has no audio."""

    @property
    def next_step(self) -> str:
        """Whether to ask once more."""
        if self.ready:
            return ""
        return (
            f"If the transcript was completed minutes ago, call get_redacted_audio once more with "
            f"transcript_id={self.id} and wait_seconds=45; if it was long ago, the audio is no longer kept (24 hours)."
        )

    @property
    def why(self) -> str:
        """The reason for the end of a sentence; empty if the service gave none."""
        return f": {self.reason.rstrip('.')}" if self.reason else ""

    def render(self) -> str:
        if self.ready:
            return (
                f"Redacted audio of transcript {self.id}, for the next 30 minutes: {self.redacted_audio_url}"
            )
        return f"There is no redacted audio of transcript {self.id}{self.why}. {self.next_step}"


@operation(
    title="Get redacted audio",
    hints=READS,
    toolsets=("reading",),
    arguments=GetRedactedAudioArguments,
    result=RedactedAudioView,
    command="redacted-audio",
)
def get_redacted_audio(arguments: GetRedactedAudioArguments) -> Flow[RedactedAudioView]:
    left = float(arguments.wait_seconds)
    while True:
        url, reason = yield from _url(arguments.transcript_id)
        if url or left <= 0:
            return RedactedAudioView(
                id=arguments.transcript_id, ready=bool(url), redacted_audio_url=url, reason=reason
            )
        yield Pause(min(_PAUSE, left))
        left -= _PAUSE


def _url(transcript_id: str) -> Flow[tuple[str | None, str | None]]:
    """The URL, or None and a reason, if any: the service may answer with 202 or 400 if there is no audio yet."""
    try:
        found = yield from read_redacted_audio(transcript_id)
    except BadRequestError as error:
        yield from _check_it_was_requested(transcript_id)
        return None, error.message
    return (found.redacted_audio_url if found else None), None


def _check_it_was_requested(transcript_id: str) -> Flow[None]:
    """Raise if a 400 means something else: an unknown id (this read reports it), or audio that was never requested."""
    transcript = yield from read_transcript(transcript_id)
    if not transcript.redact_pii_audio or transcript.status == "error" or transcript.deleted:
        raise InvalidArgumentsError(
            f"Transcript {transcript_id} has no redacted audio.",
            next_step="Transcribe with redact_pii, redact_pii_policies and redact_pii_audio to get one.",
        )
