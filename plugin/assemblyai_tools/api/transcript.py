"""A transcript and its parts (https://www.assemblyai.com/docs/api-reference/transcripts/get)."""

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic import PrivateAttr

from assemblyai_tools.api.reply import ApiReply, TextOrEmpty
from assemblyai_tools.flow import Reply

if TYPE_CHECKING:
    from assemblyai_tools.api.insights import Insights

DELETED_URL = "http://deleted_by_user"
"""The `audio_url` of a deleted transcript."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word; `start` and `end` in milliseconds.

    A dataclass, unlike the rest: an hour of speech has 9,000 words, listed twice, and models would take four times as
    long to parse.
    """

    text: TextOrEmpty = ""
    start: int | None = None
    end: int | None = None
    confidence: float | None = None
    speaker: str | None = None


class Utterance(ApiReply):
    """An unbroken turn of one speaker; `start` and `end` in milliseconds."""

    text: TextOrEmpty = ""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    words: list[Word] | None = None


class TranscriptWarning(ApiReply):
    message: TextOrEmpty = ""


class Metadata(ApiReply):
    warnings: list[TranscriptWarning] | None = None


class _Words(ApiReply):
    words: list[Word] | None = None


class Transcript(ApiReply):
    """A transcript; `audio_duration` in whole seconds, rounded up by the API."""

    id: str
    status: str
    audio_url: str | None = None
    audio_duration: float | None = None
    confidence: float | None = None
    error: str | None = None
    language_code: str | None = None
    metadata: Metadata | None = None
    redact_pii_audio: bool | None = None
    speech_model_used: str | None = None
    text: str | None = None
    utterances: list[Utterance] | None = None

    _reply: Reply | None = PrivateAttr(default=None)

    def model_post_init(self, context: Any, /) -> None:
        self._reply = context

    @cached_property
    def words(self) -> list[Word] | None:
        """The words, parsed at first use, as the utterances hold the same words."""
        return self._reply.parse(_Words).words if self._reply else None

    @cached_property
    def insights(self) -> "Insights":
        """The other parts, parsed at first use."""
        from assemblyai_tools.api.insights import Insights  # noqa: PLC0415 - most calls do not need them

        return self._reply.parse(Insights) if self._reply else Insights()

    @property
    def deleted(self) -> bool:
        return self.audio_url == DELETED_URL

    @property
    def warnings(self) -> list[str]:
        found = self.metadata.warnings if self.metadata else None
        return [warning.message for warning in found or [] if warning.message]
