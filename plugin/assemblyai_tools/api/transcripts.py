"""One transcript: create it, read it, wait for its end, delete it.

https://www.assemblyai.com/docs/api-reference/transcripts/submit
"""

from collections.abc import Mapping
from typing import Any, TypeVar

from assemblyai_tools.api.reply import ApiReply
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.flow import Await, Flow, Request, WebhookHeader, fetch
from assemblyai_tools.ids import path
from assemblyai_tools.ledger_steps import SpeakerNames

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
    """Read a transcript as it is now, with the names that its speakers were given."""
    return (yield from _named((yield from read_unnamed(transcript_id))))


def read_unnamed(transcript_id: str) -> Flow[Transcript]:
    """Read a transcript with its speakers' labels, as the service has it."""
    return (yield from fetch(transcript_request(transcript_id), Transcript))


def speaker_names(transcript_id: str) -> Flow[Mapping[str, str]]:
    """The names that a transcript's speakers were given, by label."""
    names: Mapping[str, str] = yield SpeakerNames(transcript_id)
    return names


def _named(transcript: Transcript) -> Flow[Transcript]:
    names = yield from speaker_names(transcript.id)
    return transcript.named(names) if names else transcript


def await_transcript(
    transcript_id: str, seconds: float, *, fresh: bool = False, webhook: WebhookHeader | None = None
) -> Flow[Transcript]:
    """Wait at most `seconds` for a transcript to end; returns it as last seen, ended or not, as `read_transcript`."""
    transcript: Transcript = yield Await(transcript_id, seconds, fresh, webhook)
    return (yield from _named(transcript))


def delete_transcript(transcript_id: str) -> Flow[Transcript]:
    """Delete a transcript; returns what is left of it."""
    return (yield from fetch(Request("DELETE", resource(transcript_id)), Transcript))
