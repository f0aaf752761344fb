"""A scenario's transcript, validated."""

from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

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
from assemblyai_emulator.scenarios.utterances import ScenarioWord, Score, Utterance, all_words
from assemblyai_emulator.wording.words import Word, joined

_IGNORED = (
    {"id", "status", "audio_url", "project_id", "token_id", "is_deleted", "metadata", "throttled"}
    | {"acoustic_model", "language_model", "speech_model", "speech_model_used", "domain_used"}
    | {"webhook_auth", "webhook_status_code", "language_detection_results", "keyterms_prompt_options"}
    | FIELDS.keys()
    | REFUSALS.keys()
)
"""Keys of a pasted transcript that are ignored: its identity, how it was made, and the echo of its request."""


class ScenarioTranscript(BaseModel):
    """The file's `transcript`, with the keys of the API's transcript."""

    model_config = ConfigDict(extra="allow", strict=True)

    error: Annotated[str, Field(min_length=1)] | None = None
    text: str | None = None
    confidence: Score | None = None
    words: list[ScenarioWord] | None = None
    utterances: list[Utterance] | None = None
    audio_duration: Annotated[int, Field(ge=0)] | None = None
    audio_channels: Annotated[int, Field(ge=1)] | None = None
    language_code: str | None = None
    language_confidence: Score | None = None
    chapters: list[Chapter] | None = None
    entities: list[Entity] | None = None
    sentiment_analysis_results: list[Sentiment] | None = None
    auto_highlights_result: Highlights | None = None
    iab_categories_result: Topics | None = None
    content_safety_labels: ContentSafety | None = None
    summary: str | None = None
    speech_understanding: Understanding | None = None
    translated_texts: dict[str, str] | None = None
    redact_pii_policies: list[str] | None = None
    unredacted_text: str | None = None
    unredacted_words: list[ScenarioWord] | None = None
    unredacted_utterances: list[Utterance] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        unknown = sorted((self.model_extra or {}).keys() - _IGNORED)
        if unknown:
            raise ValueError(f"{', '.join(unknown)}: not a key of the API's transcript. Check the spelling")
        if self.error is None and self.words is None and self.utterances is None:
            raise ValueError("it needs words or utterances, or an error")
        if self.text is not None and self.text != joined(self.all_words()):
            raise ValueError(
                "text is not its words joined by spaces. Leave text out: it is made from the words"
            )
        return self

    def all_words(self) -> list[Word]:
        return all_words(self.words, self.utterances)

    def value(self, name: str) -> Any:
        """The value of a key exactly as in the file, None if it is not there."""
        return self.model_dump(include={name}, exclude_unset=True).get(name)
