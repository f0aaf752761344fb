"""Creating a transcript and waiting for it (https://www.assemblyai.com/docs/api-reference/transcripts/submit)."""

import re
from typing import Any

from pydantic import Field, field_validator, model_validator

from assemblyai_tools.errors import AssemblyAIError, UnexpectedReplyError
from assemblyai_tools.flow import Flow, Request, fetch, wait
from assemblyai_tools.operation import CREATES, Arguments, operation
from assemblyai_tools.operations.transcript_view import DEFAULT_WAIT, LONGEST_WAIT, TranscriptView, view_of
from assemblyai_tools.operations.upload import upload
from assemblyai_tools.replies import Transcript

_URL = re.compile(r"https?://\S+", re.IGNORECASE)
_OTHER_SCHEME = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)


class TranscribeArguments(Arguments):
    """Turn speech in an audio or video file into text. Costs money per hour of audio.

    Waits up to wait_seconds. If the job takes longer, the answer is its id and what to call next; do not
    transcribe the same audio again.
    """

    audio: str = Field(
        min_length=1, description="Public http(s) URL, or a local file within the allowed folders."
    )
    language_code: str | None = Field(
        None, description="Such as en, en_us, es. Unset: the service's default."
    )
    language_detection: bool | None = Field(None, description="Detect the language; not with language_code.")
    speaker_labels: bool | None = Field(None, description="Tell speakers apart (A, B, ...).")
    speakers_expected: int | None = Field(
        None, ge=1, le=50, description="Only if certain; needs speaker_labels."
    )
    multichannel: bool | None = Field(None, description="One speaker on each audio channel (1, 2, ...).")
    wait_seconds: int = Field(DEFAULT_WAIT, ge=0, le=LONGEST_WAIT)

    @field_validator("audio")
    @classmethod
    def _web_or_local(cls, value: str) -> str:
        if _OTHER_SCHEME.match(value) and not _URL.fullmatch(value):
            raise ValueError("give an http(s) URL without spaces, or the path of a local file")
        return value

    @model_validator(mode="after")
    def _agree(self) -> "TranscribeArguments":
        if self.language_code and self.language_detection:
            raise ValueError("language_code and language_detection exclude each other")
        if self.speakers_expected and not self.speaker_labels:
            raise ValueError("speakers_expected needs speaker_labels=true")
        return self

    def options(self) -> dict[str, Any]:
        """What was asked for, as the API's own parameters."""
        return self.model_dump(exclude={"audio", "wait_seconds"}, exclude_none=True)


@operation(title="Transcribe audio", hints=CREATES, arguments=TranscribeArguments, result=TranscriptView)
def transcribe(arguments: TranscribeArguments) -> Flow[TranscriptView]:
    local = not _URL.fullmatch(arguments.audio)
    audio_url = (yield from upload(arguments.audio)) if local else arguments.audio
    try:
        created = yield from _create({"audio_url": audio_url, **arguments.options()})
    except AssemblyAIError as error:
        error.upload_url = audio_url if local else None
        raise
    try:
        reply = yield from wait(created.id, arguments.wait_seconds)
        return view_of(reply.parse(Transcript))
    except AssemblyAIError as error:
        # Whatever happens from here on, the job exists and may have been paid for.
        error.transcript_id = created.id
        raise


def _create(parameters: dict[str, Any]) -> Flow[Transcript]:
    """Create the job; a reply that cannot be read must not invite a second, billed, try."""
    try:
        return (yield from fetch(Request("POST", "/v2/transcript", json=parameters), Transcript))
    except UnexpectedReplyError as error:
        error.retryable = False
        error.next_step = "The job may have been accepted all the same, and a repeat would be billed again."
        raise
