"""Captions (https://www.assemblyai.com/docs/api-reference/transcripts/get-subtitles)."""

from assemblyai_tools.api.transcripts import resource
from assemblyai_tools.flow import Flow, Request, send


def read_subtitles(transcript_id: str, form: str, chars_per_caption: int | None = None) -> Flow[str]:
    """Read a completed transcript as SRT or WebVTT; `form` is srt or vtt."""
    query = {} if chars_per_caption is None else {"chars_per_caption": chars_per_caption}
    reply = yield from send(Request("GET", resource(transcript_id, f"/{form}"), query=query))
    if reply.text.lstrip().startswith("<"):
        raise reply.unexpected("captions: missing")
    return reply.text
