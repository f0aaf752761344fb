"""Sentences and paragraphs (https://www.assemblyai.com/docs/api-reference/transcripts/get-sentences)."""

from collections.abc import Sequence
from typing import Literal, TypeAlias

from assemblyai_tools.api.reply import ApiReply, TextOrEmpty
from assemblyai_tools.api.transcript import Word
from assemblyai_tools.api.transcripts import resource
from assemblyai_tools.flow import Flow, Request, send

Kind: TypeAlias = Literal["sentence", "paragraph"]


class Passage(ApiReply):
    """A sentence or a paragraph; times in milliseconds."""

    text: TextOrEmpty = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Paragraph(Passage):
    """A paragraph. The service gives a speaker for each word, but none for the paragraph."""

    words: list[Word] | None = None


class Passages(ApiReply):
    """Sentences or paragraphs, depending on the request."""

    sentences: list[Passage] | None = None
    paragraphs: list[Paragraph] | None = None


def read_passages(kind: Kind, transcript_id: str) -> Flow[Sequence[Passage]]:
    """Read all sentences or all paragraphs of a completed transcript."""
    reply = yield from send(Request("GET", resource(transcript_id, f"/{kind}s")))
    found = reply.parse(Passages)
    passages = found.sentences if kind == "sentence" else found.paragraphs
    if passages is None:
        raise reply.unexpected(f"{kind}s: missing")
    return passages
