"""The list of transcripts (https://www.assemblyai.com/docs/api-reference/transcripts/list)."""

from collections.abc import Callable, Mapping, Sequence

from assemblyai_tools.api.reply import ApiReply, ServiceId
from assemblyai_tools.flow import Flow, Request, fetch

PAGE_SIZE = 200
"""Transcripts on one page of the list: the API's maximum."""


class TranscriptListItem(ApiReply):
    """A row of the list; times as the API writes them, with or without a zone."""

    id: ServiceId
    status: str
    created: str | None = None
    completed: str | None = None
    audio_url: str | None = None
    error: str | None = None


class PageDetails(ApiReply):
    """`prev_url` leads to older transcripts, `next_url` to newer ones."""

    prev_url: str | None = None
    next_url: str | None = None


class TranscriptList(ApiReply):
    transcripts: list[TranscriptListItem]
    page_details: PageDetails | None = None


def read_page(
    query: Mapping[str, str | int], *, timeout: float = 30.0, retry_for: float = 60.0
) -> Flow[TranscriptList]:
    """Read one page of the list; times in seconds."""
    request = Request("GET", "/v2/transcript", query=query, timeout=timeout, retry_for=retry_for)
    return (yield from fetch(request, TranscriptList))


def read_pages(
    wants_more: Callable[[Sequence[TranscriptListItem]], bool],
    *,
    most_pages: int,
    timeout: float,
    retry_for: float,
) -> Flow[bool]:
    """Read full pages, newest first, and pass each to `wants_more` until it says no; times in seconds.

    Returns True if it said no or the list ended, False if `most_pages` were read and there may be more.
    """
    query: dict[str, str | int] = {"limit": PAGE_SIZE}
    for _ in range(most_pages):
        rows = (yield from read_page(query, timeout=timeout, retry_for=retry_for)).transcripts
        if not wants_more(rows) or len(rows) < PAGE_SIZE:
            return True
        query = {"limit": PAGE_SIZE, "before_id": rows[-1].id}
    return False
