"""A transcript, and what it holds (https://www.assemblyai.com/docs/api-reference/transcripts/get)."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from pydantic import PrivateAttr

from assemblyai_tools.api.reply import ApiReply, Count, Text
from assemblyai_tools.flow import Reply

DELETED_URL = "http://deleted_by_user"
"""The audio_url that a deleted transcript keeps."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word; `start` and `end` in milliseconds.

    Not a model like the rest: an hour of speech has nine thousand, twice, and as models they take four times as long
    to parse.
    """

    text: Text = ""
    start: int | None = None
    end: int | None = None
    confidence: float | None = None
    speaker: str | None = None


class Utterance(ApiReply):
    """An unbroken turn of one speaker; `start` and `end` in milliseconds."""

    text: Text = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    words: list[Word] | None = None


class TranscriptWarning(ApiReply):
    message: Text = ""


class Metadata(ApiReply):
    warnings: list[TranscriptWarning] | None = None


class Chapter(ApiReply):
    gist: Text = ""
    headline: Text = ""
    summary: Text = ""
    start: int | None = None
    end: int | None = None


class Entity(ApiReply):
    """Something named; the types change often, so they stay open."""

    entity_type: Text = ""
    text: Text = ""
    start: int | None = None
    end: int | None = None


class Sentiment(ApiReply):
    text: Text = ""
    sentiment: Text = ""
    confidence: float | None = None
    start: int | None = None
    end: int | None = None
    speaker: str | None = None


class Timestamp(ApiReply):
    start: int | None = None
    end: int | None = None


class Highlight(ApiReply):
    """A key phrase; `rank` is 0 to 1, and missing at times."""

    text: Text = ""
    count: Count = 0
    rank: float | None = None
    timestamps: list[Timestamp] | None = None


class Highlights(ApiReply):
    results: list[Highlight] | None = None


class Topics(ApiReply):
    """`summary` maps each topic to its relevance, 0 to 1."""

    summary: dict[str, float | None] | None = None


class SafetyLabel(ApiReply):
    label: Text = ""
    confidence: float | None = None
    severity: float | None = None


class SafetyResult(ApiReply):
    text: Text = ""
    labels: list[SafetyLabel] | None = None
    timestamp: Timestamp | None = None


class Safety(ApiReply):
    results: list[SafetyResult] | None = None


class _Words(ApiReply):
    words: list[Word] | None = None


class Transcript(ApiReply):
    """A transcript; `audio_duration` in whole seconds, rounded up by the API."""

    id: str
    status: str
    audio_url: str | None = None
    audio_duration: float | None = None
    auto_highlights_result: Highlights | None = None
    chapters: list[Chapter] | None = None
    confidence: float | None = None
    content_safety_labels: Safety | None = None
    entities: list[Entity] | None = None
    error: str | None = None
    iab_categories_result: Topics | None = None
    language_code: str | None = None
    metadata: Metadata | None = None
    redact_pii_audio: bool | None = None
    sentiment_analysis_results: list[Sentiment] | None = None
    speech_model_used: str | None = None
    summary: str | None = None
    text: str | None = None
    translated_texts: dict[str, str | None] | None = None
    utterances: list[Utterance] | None = None

    _reply: Reply | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        self._reply = context

    @cached_property
    def words(self) -> list[Word] | None:
        """The words, parsed at their first use: where there are utterances, these hold the same words again."""
        return self._reply.parse(_Words).words if self._reply else None

    @property
    def deleted(self) -> bool:
        return self.audio_url == DELETED_URL

    @property
    def warnings(self) -> list[str]:
        found = self.metadata.warnings if self.metadata else None
        return [warning.message for warning in found or [] if warning.message]
