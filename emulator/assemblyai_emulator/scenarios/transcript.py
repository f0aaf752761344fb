"""A scenario's transcript, validated."""

from functools import cached_property
from typing import Annotated, Any, Self, cast

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from assemblyai_emulator.parameters.fields import FIELDS
from assemblyai_emulator.parameters.refusals import REFUSALS
from assemblyai_emulator.scenarios.results import (
    Chapter,
    ContentSafety,
    Entity,
    Highlights,
    Sentiment,
    Topics,
    Understanding,
)
from assemblyai_emulator.scenarios.speech import Speech
from assemblyai_emulator.scenarios.utterances import ScenarioWord, Score, Utterance

_IGNORED = (
    {"id", "status", "audio_url", "project_id", "token_id", "is_deleted", "metadata", "throttled"}
    | {"acoustic_model", "language_model", "speech_model", "speech_model_used", "domain_used"}
    | {"webhook_auth", "webhook_status_code", "language_detection_results", "keyterms_prompt_options"}
    | {"custom_topics_results", "speaker_count", "cluster_id"}
    | FIELDS.keys()
    | REFUSALS.keys()
)
"""Keys of a pasted transcript that are ignored: its identity, how it was made, and the echo of its request."""


_EMPTY_IS_NULL = BeforeValidator(lambda value: value or None)
"""A result is an empty object until its job has ended."""


class ScenarioTranscript(BaseModel):
    """The file's `transcript`, with the keys of the API's transcript."""

    model_config = ConfigDict(extra="allow", strict=True)

    error: str | None = None
    text: str | None = None
    confidence: Score | None = None
    words: list[ScenarioWord] | None = None
    utterances: list[Utterance] | None = None
    audio_duration: Annotated[float, Field(ge=0)] | None = None
    audio_channels: Annotated[int, Field(ge=1)] | None = None
    language_code: str | None = None
    language_confidence: Score | None = None
    chapters: list[Chapter] | None = None
    entities: list[Entity] | None = None
    sentiment_analysis_results: list[Sentiment] | None = None
    auto_highlights_result: Annotated[Highlights | None, _EMPTY_IS_NULL] = None
    iab_categories_result: Annotated[Topics | None, _EMPTY_IS_NULL] = None
    content_safety_labels: Annotated[ContentSafety | None, _EMPTY_IS_NULL] = None
    summary: str | None = None
    speech_understanding: Understanding | None = None
    translated_texts: dict[str, Any] | None = None
    redact_pii_policies: list[str] | None = None
    unredacted_text: str | None = None
    unredacted_words: list[ScenarioWord] | None = None
    unredacted_utterances: list[Utterance] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if not self.error and self.words is None and self.utterances is None:
            raise ValueError("it needs words or utterances, or an error")
        return self

    @cached_property
    def speech(self) -> Speech:
        return Speech.of(self.words, self.utterances, self.text, self.audio_duration)

    @cached_property
    def unredacted_speech(self) -> Speech | None:
        """What `unredacted_words` say. None if the file does not have them."""
        if self.unredacted_words is None:
            return None
        turns = self.unredacted_utterances
        return Speech.of(self.unredacted_words, turns, self.unredacted_text, self.audio_duration)

    def unknown_keys(self) -> list[str]:
        """Keys that this emulator does not know: new ones of the API, or misspelt ones. They are not used."""
        return sorted((self.model_extra or {}).keys() - _IGNORED)

    def value(self, name: str) -> Any:
        """The value of a key as in the file. None if it is not there or marked "unavailable" by the API."""
        found = self.model_dump(include={name}, exclude_unset=True).get(name)
        if isinstance(found, dict) and cast("dict[str, Any]", found).get("status") == "unavailable":
            return None
        return cast("Any", found)
