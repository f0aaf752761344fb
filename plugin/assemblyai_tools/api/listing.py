"""The list of transcripts (https://www.assemblyai.com/docs/api-reference/transcripts/list)."""

from assemblyai_tools.api.reply import ApiReply


class TranscriptListItem(ApiReply):
    """A row of the list; times as the API writes them, with or without a zone."""

    id: str
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
