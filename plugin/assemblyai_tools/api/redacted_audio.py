"""Redacted audio (https://www.assemblyai.com/docs/api-reference/transcripts/get-redacted-audio)."""

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcripts import resource
from assemblyai_tools.flow import Flow, Request, send

_TIMEOUT = 10.0
"""Seconds for a reply, retries included: the call answers at once or not at all."""

_NOT_READY = 202
"""The HTTP status while the service is making the audio."""


class RedactedAudio(ApiReply):
    redacted_audio_url: str


def read_redacted_audio(transcript_id: str) -> Flow[RedactedAudio | None]:
    """Read where the redacted audio is; None while the service is still making it (202)."""
    request = Request("GET", resource(transcript_id, "/redacted-audio"), timeout=_TIMEOUT, retry_for=_TIMEOUT)
    reply = yield from send(request)
    # No recorded reply shows the body of a 202, so it is not parsed.
    return None if reply.status == _NOT_READY else reply.parse(RedactedAudio)
