"""One transcript: create it, read it, wait for its end, delete it.

https://www.assemblyai.com/docs/api-reference/transcripts/submit
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.flow import Await, Flow, Request, WebhookHeader, fetch, path

M = TypeVar("M", bound=ApiReply)


def resource(transcript_id: str, part: str = "") -> str:
    """The path of a transcript, or of a part of it such as "/sentences"."""
    return path("/v2/transcript/{transcript_id}", transcript_id=transcript_id) + part


def create_transcript(parameters: Mapping[str, Any]) -> Flow[Transcript]:
    """Create a job. The service bills it as soon as it accepts it."""
    return (yield from fetch(Request("POST", "/v2/transcript", json=parameters, billed=True), Transcript))


def transcript_request(transcript_id: str, *, timeout: float = 30.0, retry_for: float = 60.0) -> Request:
    """The request that reads one transcript; times in seconds."""
    return Request("GET", resource(transcript_id), timeout=timeout, retry_for=retry_for)


def read_transcript(transcript_id: str) -> Flow[Transcript]:
    """Read a transcript as it is now."""
    return (yield from fetch(transcript_request(transcript_id), Transcript))


def await_transcript(
    transcript_id: str, seconds: float, *, fresh: bool = False, webhook: WebhookHeader | None = None
) -> Flow[Transcript]:
    """Wait at most `seconds` for a transcript to end; returns it as last seen, ended or not."""
    transcript: Transcript = yield Await(transcript_id, seconds, fresh, webhook)
    return transcript


def delete_transcript(transcript_id: str) -> Flow[Transcript]:
    """Delete a transcript; returns what is left of it."""
    return (yield from fetch(Request("DELETE", resource(transcript_id)), Transcript))
