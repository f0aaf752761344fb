"""The parameters of POST /v2/transcript that the emulator supports, and the type of each."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, cast

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import custom_spelling, languages, redaction, speakers, webhook


@dataclass(frozen=True, slots=True)
class Kind:
    """The type of a parameter: its name in error messages, and how to check a value."""

    name: str
    accepts: Callable[[Any], bool]


def _is_strings(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in cast("list[object]", value))


BOOLEAN = Kind("true or false", lambda value: isinstance(value, bool))
MILLISECONDS = Kind(
    "a whole number of milliseconds, 0 or more",
    lambda value: isinstance(value, int) and not isinstance(value, bool) and value >= 0,
)
NUMBER = Kind("a number from 0 to 1", lambda value: type(value) in {int, float} and 0 <= value <= 1)
STRING = Kind("a string", lambda value: isinstance(value, str))
STRINGS = Kind("a list of strings", _is_strings)


def _one_of(*values: str) -> Kind:
    return Kind(" or ".join(values), lambda value: isinstance(value, str) and value in values)


@dataclass(frozen=True, slots=True)
class Field:
    """`hint` says why a parameter that only steers the service's models is accepted but not used.

    With `steers` that is so only where the speech model cannot be steered.
    """

    kind: Kind
    hint: str | None = None
    steers: bool = False


_NO_PROMPT = "this speech model cannot be steered by text, so it was not used"
_OWN_MODEL = "the offline emulator has one speech model of its own, whatever model is asked for"

FIELDS: Mapping[str, Field] = {
    "audio_url": Field(STRING),
    "punctuate": Field(BOOLEAN),
    "format_text": Field(BOOLEAN),
    "multichannel": Field(BOOLEAN),
    "language_code": Field(STRING),
    "language_codes": Field(STRINGS),
    "language_detection": Field(BOOLEAN),
    "language_detection_options": Field(Kind(languages.OPTIONS, languages.is_options)),
    "language_confidence_threshold": Field(NUMBER),
    "speaker_labels": Field(BOOLEAN),
    "speakers_expected": Field(Kind(speakers.COUNT, speakers.is_count)),
    "speaker_options": Field(Kind(speakers.OPTIONS, speakers.is_options)),
    "audio_start_from": Field(MILLISECONDS),
    "audio_end_at": Field(MILLISECONDS),
    "webhook_url": Field(Kind(webhook.URL, webhook.is_url)),
    "webhook_auth_header_name": Field(Kind(webhook.HEADER_NAME, webhook.is_header_name)),
    "webhook_auth_header_value": Field(Kind(webhook.HEADER_VALUE, webhook.is_header_value)),
    "redact_pii": Field(BOOLEAN),
    "redact_pii_policies": Field(STRINGS),
    "redact_pii_sub": Field(_one_of(*redaction.SUBSTITUTIONS)),
    "redact_pii_audio": Field(BOOLEAN),
    "redact_pii_audio_quality": Field(_one_of(*redaction.QUALITIES)),
    "redact_pii_audio_options": Field(Kind(redaction.AUDIO_OPTIONS, redaction.is_audio_options)),
    "redact_pii_return_unredacted": Field(BOOLEAN),
    "redact_static_entities": Field(Kind(redaction.STATIC_ENTITIES, redaction.is_static_entities)),
    "entity_detection": Field(BOOLEAN),
    "sentiment_analysis": Field(BOOLEAN),
    "auto_highlights": Field(BOOLEAN),
    "custom_spelling": Field(Kind(custom_spelling.ROWS, custom_spelling.is_rows)),
    "speech_threshold": Field(NUMBER),
    # Model names change every few months, so any string is accepted and echoed.
    "speech_models": Field(STRINGS, _OWN_MODEL),
    "keyterms_prompt": Field(STRINGS, _NO_PROMPT, steers=True),
    "prompt": Field(STRING, _NO_PROMPT, steers=True),
    "word_boost": Field(STRINGS, _NO_PROMPT, steers=True),
    "boost_param": Field(STRING, "the speech model weighs all key terms alike"),
    "temperature": Field(NUMBER, "this speech model has no temperature", steers=True),
    # The offline decoder never writes tags into the text, so any value has the same result.
    "remove_audio_tags": Field(STRING),
}
"""A hint does not change the type of the result, and a client of the service may send it, so it must not fail here.

It is accepted and reported in `metadata.warnings`.
"""


def check(name: str, value: Any) -> None:
    """Raises ApiError (400) if the value has the wrong type. The service's error text is unverified."""
    kind = FIELDS[name].kind
    if not kind.accepts(value):
        raise ApiError(400, f"{name} must be {kind.name}.")


_NEEDS: Mapping[str, str] = {
    "speakers_expected": "speaker_labels",
    "speaker_options": "speaker_labels",
    "language_detection_options": "language_detection",
}
"""Parameters that say how another one works, and that one."""


def warnings(given: Mapping[str, Any], *, steerable: bool) -> list[str]:
    """One sentence for each hint in the request that has no effect. `steerable` is the speech model's."""
    return [
        *_hints(given, steerable),
        *(
            f"{name} has no effect without {needed}: true."
            for name, needed in _NEEDS.items()
            if given.get(name) and not given.get(needed)
        ),
        *languages.warnings(given),
    ]


def _hints(given: Mapping[str, Any], steerable: bool) -> list[str]:
    return [
        f"{name} was accepted but has no effect: {field.hint}."
        for name, field in FIELDS.items()
        if field.hint and not (field.steers and steerable) and given.get(name) not in (None, [], "")
    ]
