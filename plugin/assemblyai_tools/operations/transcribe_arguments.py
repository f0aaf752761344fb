"""The arguments of transcribe (https://www.assemblyai.com/docs/api-reference/transcripts/submit).

The names of models, policies and languages are any strings, as they change every month.
"""

import re
from collections.abc import Mapping
from typing import Any, Literal, cast

from pydantic import ConfigDict, Field, field_validator, model_validator

from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.language import DETECT, Language, NamedLanguage
from assemblyai_tools.arguments.reading import read_arguments, spread
from assemblyai_tools.arguments.types import Milliseconds, Seconds, SnakeCase, is_bare
from assemblyai_tools.flow import Content
from assemblyai_tools.operations.audio_source import Audio, read_source
from assemblyai_tools.operations.links import direct_link, web_address
from assemblyai_tools.operations.transcribe_rules import broken_rules
from assemblyai_tools.results.transcript_view import DEFAULT_WAIT, LONGEST_WAIT
from assemblyai_tools.text import shorten

_OTHER_SCHEME = re.compile(r"(?!file:)[a-z][a-z0-9+.-]+://", re.IGNORECASE)
"""The start of any URL except a file URL, which names a local file."""

_LONGEST_TERM = 6
"""Words of a key term, at most."""

_TIMES = ("audio_start_from", "audio_end_at")

_A_SECOND = 1000
"""Milliseconds of a second."""

_LONGEST_RECORDING = 36_000
"""Seconds of the longest recording that the service takes: ten hours."""


_GROUPS: Mapping[str, Mapping[str, str]] = {
    "speaker_options": {
        "min_speakers_expected": "min_speakers_expected",
        "max_speakers_expected": "max_speakers_expected",
    },
    "translation": {"target_languages": "target_languages", "formal": "formal"},
    "speaker_identification": {"speaker_type": "speaker_type", "known_values": "known_values"},
    "custom_formatting": {
        "date": "date_format",
        "phone_number": "phone_number_format",
        "email": "email_format",
    },
}
"""The API's objects, and the argument for each of their fields.

Here they are no objects: some clients show a model nothing inside an optional object, or require all that is in it.
A call may give the objects all the same.
"""


_WRAPPERS = frozenset({"speech_understanding", "request"})
"""Objects of the API that only hold such objects."""


class Spelling(Arguments):
    model_config = ConfigDict(populate_by_name=True)

    from_: list[str] = Field(alias="from", min_length=1, description="As transcribed.")
    to: str = Field(description="As it should be written.")


WEBHOOK_OPTIONS = frozenset({"webhook_url", "webhook_auth_header_name", "webhook_auth_header_value"})
"""Options that say whom to notify, and change nothing about the transcript."""


class TranscribeArguments(Arguments):
    """Convert speech to text: transcribe an audio or video file, URL or voice memo. Costs money per audio hour.

    Waits up to wait_seconds; a longer transcription goes on, and its id is given. The same arguments again give the
    same transcript. Read other results with get_transcript and parts.
    """

    audio: Audio = Field(description="Public URL, or local file within the allowed folders.")
    wait_seconds: Seconds = Field(
        default=DEFAULT_WAIT, ge=0, le=LONGEST_WAIT, description="0 to 900, default 45."
    )

    language_code: Language = Field(default=None, description="Such as en, es; auto detects.")
    language_detection: bool | None = Field(default=None, description="Not with language_code.")

    speaker_labels: bool | None = Field(default=None, description="Tell speakers apart (diarization).")
    speakers_expected: int | None = Field(
        default=None, ge=1, description="Only if certain; else min and max."
    )
    min_speakers_expected: int | None = Field(default=None, ge=1)
    max_speakers_expected: int | None = Field(default=None, ge=1)
    multichannel: bool | None = Field(default=None, description="One speaker per audio channel.")

    keyterms_prompt: list[str] | None = Field(
        default=None, max_length=1000, description="Up to 1,000 terms of up to 6 words."
    )
    prompt: str | None = Field(default=None, description="Content and style hints.")
    custom_spelling: list[Spelling] | None = None
    disfluencies: bool | None = Field(default=None, description="Keep filler words.")
    filter_profanity: bool | None = None
    audio_start_from: Milliseconds | None = Field(default=None, ge=0, description="Milliseconds.")
    audio_end_at: Milliseconds | None = Field(default=None, ge=1, description="Milliseconds.")
    speech_models: list[str] | None = Field(default=None, description="The first that fits; best left unset.")
    domain: str | None = Field(default=None, description="Vocabulary, such as medical-v1.")

    redact_pii: bool | None = Field(default=None, description="Needs redact_pii_policies.")
    redact_pii_policies: list[SnakeCase] | None = Field(
        default=None, description="Such as person_name, phone_number."
    )
    redact_pii_sub: SnakeCase | None = Field(default=None, description="hash or entity_name.")
    redact_pii_audio: bool | None = Field(default=None, description="Also in a copy of the audio.")

    entity_detection: bool | None = Field(default=None, description="Names, places, dates.")
    sentiment_analysis: bool | None = None
    auto_highlights: bool | None = Field(default=None, description="Key phrases.")
    iab_categories: bool | None = Field(default=None, description="Topics.")
    content_safety: bool | None = Field(default=None, description="Sensitive content.")
    target_languages: list[NamedLanguage] | None = Field(
        default=None, description="Translate into these, such as es, de."
    )
    formal: bool | None = Field(default=None, description="Style of the translation.")
    speaker_type: Literal["name", "role"] | None = Field(
        default=None, description="Needs speaker_labels or multichannel."
    )
    known_values: list[str] | None = Field(default=None, description="Names or roles to choose from.")
    date_format: str | None = Field(default=None, description="Such as mm/dd/yyyy.")
    phone_number_format: str | None = Field(default=None, description="Such as (xxx)xxx-xxxx.")
    email_format: str | None = Field(default=None, description="Such as username@domain.com.")

    again: bool | None = Field(default=None, description="Order a new transcription and pay once more.")
    webhook_url: str | None = Field(
        default=None, pattern="^https?://", description="Notified when the job ends."
    )
    webhook_auth_header_name: str | None = Field(default=None, description="Sent to webhook_url.")
    webhook_auth_header_value: str | None = None

    @model_validator(mode="before")
    @classmethod
    def _read(cls, given: Any) -> Any:
        known = isinstance(given, dict) and given.keys() <= cls.model_fields.keys()  # as most calls are
        read = read_arguments(cls, given if known else spread(given, _GROUPS, _WRAPPERS))
        if isinstance(read, dict):
            _check_unit(cast("Mapping[str, Any]", read))
        return cast("object", read)

    @field_validator("audio")
    @classmethod
    def _web_or_local(cls, value: str | Content) -> str | Content:
        if isinstance(value, Content):
            return value
        address = web_address(value)
        if address:
            return direct_link(address)
        if _OTHER_SCHEME.match(value.strip()):
            raise ValueError("give an http(s) URL without spaces, or the path of a local file")
        return value.strip()

    @field_validator("keyterms_prompt")
    @classmethod
    def _short_terms(cls, value: list[str] | None) -> list[str] | None:
        for term in value or ():
            if len(term.split()) > _LONGEST_TERM:
                raise ValueError(f"{shorten(term)!r} has more than {_LONGEST_TERM} words")
        return value

    @model_validator(mode="after")
    def _agree(self) -> "TranscribeArguments":
        broken = broken_rules(self)
        if broken:
            raise ValueError("; ".join(broken))
        return self

    @property
    def audio_url(self) -> str | None:
        """The web address of the audio; None if it has to be uploaded first."""
        return web_address(self.audio) if isinstance(self.audio, str) else None

    @property
    def is_web(self) -> bool:
        return self.audio_url is not None

    @property
    def file(self) -> str | Content:
        """The local file or the content that has to be uploaded."""
        return read_source(self.audio)

    @property
    def webhook_header(self) -> tuple[str, str] | None:
        name, value = self.webhook_auth_header_name, self.webhook_auth_header_value
        return (name.lower(), value) if name and value else None

    def options(self) -> dict[str, Any]:
        """The given options as the API's parameters."""
        given = self.model_dump(exclude={"audio", "wait_seconds", "again"}, exclude_none=True, by_alias=True)
        if self.language_code == DETECT:
            del given["language_code"]
            given["language_detection"] = True
        groups = {group: _taken(given, names) for group, names in _GROUPS.items()}
        if options := groups.pop("speaker_options"):
            given["speaker_options"] = options
        if tasks := {task: asked for task, asked in groups.items() if asked}:
            given["speech_understanding"] = {"request": tasks}
        return given


def _taken(given: dict[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """The API's object of these arguments, which are taken out of the others."""
    return {inner: given.pop(name) for inner, name in names.items() if name in given}


def _check_unit(given: Mapping[str, Any]) -> None:
    """Raise if the times are surely seconds; one with its unit, such as 0:00.500, is always taken."""
    times = {name: value for name in _TIMES if name in given and (value := _number(given[name])) > 0}
    # No one cuts a recording within its first second, and no recording is longer than ten hours.
    if any(value < _A_SECOND for value in times.values()) and max(times.values()) <= _LONGEST_RECORDING:
        call = ", ".join(f"{name}={round(value * _A_SECOND)}" for name, value in times.items())
        names = f"{' and '.join(times)} {'is' if len(times) == 1 else 'are'}"
        raise ValueError(
            f"{names} in milliseconds: give {call} if seconds were meant, or else a clock time such as 0:00.5"
        )


def _number(value: Any) -> float:
    """A time that was given without a unit, 0 if there is none."""
    if isinstance(value, str) and is_bare(value):
        return float(value)
    return value if isinstance(value, int | float) else 0
