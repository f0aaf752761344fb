"""The parameters of a live session (https://www.assemblyai.com/docs/api-reference/streaming-api)."""

import json
from collections.abc import Collection, Mapping
from typing import Annotated, Any, Literal, Self, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from assemblyai_tools.arguments.problems import problems_of
from assemblyai_tools.errors import InvalidArgumentsError

Encoding: TypeAlias = Literal["pcm_s16le", "pcm_mulaw", "opus", "ogg_opus", "aac"]
"""How the audio is written: signed 16-bit little-endian samples, mu-law samples, Opus packets (one for each item of the
source), Opus in Ogg, or AAC in ADTS. Always one channel."""

BYTES_A_SAMPLE: Mapping[str, int] = {"pcm_s16le": 2, "pcm_mulaw": 1}
"""Bytes of a sample, for the encodings whose bytes tell their duration."""

UPDATABLE = frozenset(
    {
        "acknowledge_silence",
        "agent_context",
        "end_of_turn_confidence_threshold",
        "filter_profanity",
        "format_turns",
        "interruption_delay",
        "keyterms_prompt",
        "language_codes",
        "max_turn_silence",
        "min_turn_silence",
        "prompt",
        "session_heartbeat",
        "turn_left_pad_ms",
        "vad_threshold",
    }
)
"""The parameters that may change while a session is open."""

_Share = Annotated[float, Field(ge=0, le=1)]
"""A number from 0 to 1."""

_Milliseconds = Annotated[int, Field(ge=0)]
"""A duration in milliseconds."""


class StreamParameters(BaseModel):
    """What a session is opened with. The names are the API's; None leaves the choice to the service.

    Required are `speech_model`, and `sample_rate` for the PCM encodings.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)

    speech_model: str = Field(
        min_length=1,
        description=(
            "The model that listens, such as universal-3-6-pro, universal-3-5-pro, u3-rt-pro, "
            "universal-streaming-multilingual, universal-streaming-english, whisper-rt. There is no default."
        ),
    )
    sample_rate: int | None = Field(
        default=None, ge=4000, le=192_000, description="Samples a second, in Hz: 4,000 to 192,000."
    )
    encoding: Encoding = "pcm_s16le"
    mode: Literal["max_accuracy", "balanced", "min_latency"] | None = None
    format_turns: bool | None = Field(default=None, description="Finished turns with punctuation and case.")
    end_of_turn_confidence_threshold: _Share | None = Field(default=None, description="0 to 1.")
    min_turn_silence: _Milliseconds | None = Field(
        default=None, description="Silence after which a turn that seems complete ends, in milliseconds."
    )
    max_turn_silence: _Milliseconds | None = Field(
        default=None, description="Silence after which any turn ends, in milliseconds."
    )
    vad_threshold: _Share | None = Field(default=None, description="How sure of speech one must be: 0 to 1.")
    keyterms_prompt: list[str] | None = Field(default=None, description="Names and terms to expect.")
    prompt: str | None = None
    agent_context: str | None = Field(default=None, description="What the voice agent said last.")
    language_codes: list[str] | None = Field(default=None, description="Such as en and es.")
    language_detection: bool | None = Field(default=None, description="Turns name their language.")
    speaker_labels: bool | None = Field(default=None, description="Turns and words name their speaker.")
    max_speakers: int | None = Field(default=None, ge=1, description="Speakers at most.")
    speaker_labels_revision_interval_ms: _Milliseconds | None = Field(
        default=None, description="Milliseconds between two revisions of the speakers."
    )
    voice_focus: Literal["near-field", "far-field"] | None = Field(
        default=None, description="Weaken background noise."
    )
    voice_focus_threshold: _Share | None = Field(default=None, description="0 to 1.")
    redact_pii: bool | None = None
    redact_pii_policies: list[str] | None = Field(default=None, description="Such as person_name.")
    redact_pii_sub: Literal["hash", "entity_name"] | None = None
    filter_profanity: bool | None = None
    domain: Literal["medical-v1"] | None = None
    inactivity_timeout: int | None = Field(
        default=None, ge=1, description="Seconds without audio after which the service ends the session."
    )
    interruption_delay: _Milliseconds | None = Field(default=None, description="Milliseconds.")
    turn_left_pad_ms: _Milliseconds | None = Field(default=None, description="Milliseconds.")
    webhook_url: str | None = Field(
        default=None,
        pattern=r"^https?://[^\s]+$",
        description="The service sends the finished turns there when the session has ended.",
    )
    webhook_auth_header_name: str | None = Field(default=None, pattern=r"^[A-Za-z0-9_-]{1,1000}$")
    webhook_auth_header_value: str | None = Field(
        default=None, repr=False, min_length=1, max_length=1000, pattern=r"^[^\r\n]+$"
    )
    llm_gateway: dict[str, Any] | None = Field(
        default=None, description="A language model that answers each turn: model, messages, max_tokens."
    )
    continuous_partials: bool | None = None
    include_partial_turns: bool | None = None
    acknowledge_silence: bool | None = Field(default=None, description="Silence events, one a second.")
    session_heartbeat: bool | None = Field(default=None, description="Heartbeat events.")
    more_parameters: dict[str, Any] | None = Field(
        default=None, description="Parameters of the API that have no name here, sent unchecked as they are."
    )

    @model_validator(mode="after")
    def _check_together(self) -> Self:
        if self.sample_rate is None and self.encoding in BYTES_A_SAMPLE:
            raise ValueError(
                f"the argument 'sample_rate' is required for {self.encoding}: samples a second, such as 16000"
            )
        header = (self.webhook_auth_header_name is None, self.webhook_auth_header_value is None)
        if header[0] is not header[1]:
            raise ValueError("webhook_auth_header_name and webhook_auth_header_value need each other")
        if self.webhook_auth_header_name and not self.webhook_url:
            raise ValueError("webhook_auth_header_name needs webhook_url")
        named = sorted(set(self.more_parameters or ()) & ({*type(self).model_fields, "token"}))
        if named:
            raise ValueError(f"more_parameters is for those without a name here: give {named[0]} by its own")
        return self

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "StreamParameters":
        """The parameters; an InvalidArgumentsError names every one that is wrong. None means not given."""
        try:
            return cls.model_validate({name: value for name, value in given.items() if value is not None})
        except ValidationError as error:
            problems = problems_of(error, cls.model_json_schema())
            raise InvalidArgumentsError(f"The session was not opened: {problems}.") from None

    def updated(self, changes: Mapping[str, Any]) -> "StreamParameters":
        """The parameters with some changed in an open session; an InvalidArgumentsError says which may not."""
        check_updatable(changes)
        return self.of(self.model_dump(exclude_none=True) | dict(changes))

    @property
    def bytes_a_millisecond(self) -> float | None:
        """Bytes of a millisecond of audio; None where the bytes do not tell the duration."""
        size = BYTES_A_SAMPLE.get(self.encoding)
        return size * self.sample_rate / 1000 if size and self.sample_rate else None

    def query(self) -> dict[str, str]:
        """The parameters as the query of the session's address."""
        given = self.model_dump(exclude_none=True)
        given |= given.pop("more_parameters", {})
        return {name: _written(value) for name, value in given.items() if value is not None}


def check_updatable(changes: Collection[str]) -> None:
    """Raise an InvalidArgumentsError for a parameter that cannot change in an open session, or for none."""
    fixed = sorted(set(changes) - UPDATABLE)
    if fixed or not changes:
        what = f"{fixed[0]} cannot change" if fixed else "nothing was given to change"
        raise InvalidArgumentsError(
            f"The session was not updated: {what}.",
            next_step=f"In an open session these may change: {', '.join(sorted(UPDATABLE))}.",
        )


def _written(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
