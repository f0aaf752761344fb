"""Sentences and paragraphs (https://www.assemblyai.com/docs/api-reference/transcripts/get-sentences)."""

from assemblyai_tools.api.reply import ApiReply, Text
from assemblyai_tools.api.transcript import Word


class Passage(ApiReply):
    """A sentence or a paragraph; times in milliseconds."""

    text: Text = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Paragraph(Passage):
    """A paragraph, of which the service names no speaker, but of its words it does."""

    words: list[Word] | None = None


class Passages(ApiReply):
    """Sentences or paragraphs, whichever was asked for."""

    sentences: list[Passage] | None = None
    paragraphs: list[Paragraph] | None = None
