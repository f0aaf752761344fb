"""Sentences and paragraphs (https://www.assemblyai.com/docs/api-reference/transcripts/get-sentences)."""

from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

from assemblyai_tools.api.reply import ApiReply, TextOrEmpty
from assemblyai_tools.api.transcript import Word, renamed, renamed_words
from assemblyai_tools.api.transcripts import resource, speaker_names
from assemblyai_tools.flow import Flow, Request, send

Kind: TypeAlias = Literal["sentence", "paragraph"]


class Passage(ApiReply):
    """A sentence or a paragraph; times in milliseconds."""

    text: TextOrEmpty = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    confidence: float | None = None


class Paragraph(Passage):
    """A paragraph. The service gives a speaker for each word, but none for the paragraph."""

    words: list[Word] | None = None


class Passages(ApiReply):
    """Sentences or paragraphs, depending on the request."""

    sentences: list[Passage] | None = None
    paragraphs: list[Paragraph] | None = None


def read_passages(kind: Kind, transcript_id: str) -> Flow[Sequence[Passage]]:
    """Read all sentences or all paragraphs of a completed transcript, with the names that its speakers were given."""
    reply = yield from send(Request("GET", resource(transcript_id, f"/{kind}s")))
    found = reply.parse(Passages)
    passages = found.sentences if kind == "sentence" else found.paragraphs
    if passages is None:
        raise reply.unexpected(f"{kind}s: missing")
    names = yield from speaker_names(transcript_id)
    return [_named(passage, names) for passage in passages] if names else passages


def _named(passage: Passage, names: Mapping[str, str]) -> Passage:
    named = renamed(passage, names)
    if not isinstance(named, Paragraph):
        return named
    return named.model_copy(update={"words": renamed_words(named.words, names)})
