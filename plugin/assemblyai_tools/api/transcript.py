"""A transcript and its parts (https://www.assemblyai.com/docs/api-reference/transcripts/get)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol, Self, TypeVar

from pydantic import PrivateAttr

from assemblyai_tools.api.reply import ApiReply, ServiceId, TextOrEmpty
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
    confidence: float | None = None
    words: list[Word] | None = None


class TranscriptWarning(ApiReply):
    message: TextOrEmpty = ""


class Metadata(ApiReply):
    warnings: list[TranscriptWarning] | None = None


class _Words(ApiReply):
    words: list[Word] | None = None


class Spoken(Protocol):
    """Anything with a speaker."""

    @property
    def speaker(self) -> str | None: ...
    def model_copy(self, *, update: Mapping[str, Any]) -> Self: ...


S = TypeVar("S", bound=Spoken)


def renamed(spoken: S, names: Mapping[str, str]) -> S:
    """The same with the name of its speaker, if the speaker has one."""
    name = names.get(spoken.speaker or "")
    return spoken.model_copy(update={"speaker": name}) if name else spoken


def renamed_words(words: list[Word] | None, names: Mapping[str, str]) -> list[Word] | None:
    """The same words with the names of their speakers."""
    if not names or words is None:
        return words
    return [replace(word, speaker=names.get(word.speaker or "", word.speaker)) for word in words]


@dataclass(frozen=True, slots=True)
class Origin:
    """What is known of speech that was heard live: the service has no transcript of it."""

    title: str | None = None
    """What a person calls it, such as the name of a file."""
    began_at: datetime | None = None
    """When its first session began."""


class Transcript(ApiReply):
    """A transcript; `audio_duration` in whole seconds, rounded up by the API."""

    id: ServiceId
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
    _names: Mapping[str, str] = PrivateAttr(default_factory=dict[str, str])
    _origin: Origin = PrivateAttr(default_factory=Origin)

    def model_post_init(self, context: Any, /) -> None:
        self._reply = context

    @property
    def reply(self) -> Reply | None:
        """The reply that it was read from, if it was read."""
        return self._reply

    @cached_property
    def words(self) -> list[Word] | None:
        """The words, parsed at first use, as the utterances hold the same words."""
        words = self._reply.parse(_Words).words if self._reply else None
        return renamed_words(words, self._names)

    @cached_property
    def insights(self) -> "Insights":
        """The other parts, parsed at first use."""
        from assemblyai_tools.api.insights import Insights  # noqa: PLC0415 - most calls do not need them

        found = self._reply.parse(Insights) if self._reply else Insights()
        sentiments = [renamed(one, self._names) for one in found.sentiment_analysis_results or ()]
        return found.model_copy(update={"sentiment_analysis_results": sentiments}) if self._names else found

    def named(self, names: Mapping[str, str]) -> "Transcript":
        """The same transcript with these names in place of its speakers' labels."""
        turns = [
            renamed(turn, names).model_copy(update={"words": renamed_words(turn.words, names)})
            for turn in self.utterances or ()
        ]
        copy = self.model_copy(update={"utterances": turns} if turns else {})
        copy._names = names  # noqa: SLF001 - a copy of this one
        for parsed in ("words", "insights"):
            vars(copy).pop(parsed, None)
        return copy

    @property
    def origin(self) -> Origin:
        """Where it comes from; it is empty for a transcript of the service."""
        return self._origin

    def with_origin(self, origin: Origin) -> "Transcript":
        """The same transcript, which comes from there."""
        copy = self.model_copy()
        copy._origin = origin  # noqa: SLF001 - a copy of this one
        return copy

    @property
    def deleted(self) -> bool:
        return self.audio_url == DELETED_URL

    @property
    def warnings(self) -> list[str]:
        found = self.metadata.warnings if self.metadata else None
        return [warning.message for warning in found or [] if warning.message]
