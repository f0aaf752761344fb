"""Which arguments of transcribe need or exclude each other."""

import sys
from collections.abc import Callable
from typing import Any, TypeAlias

from assemblyai_tools.arguments.language import DETECT

Given: TypeAlias = Any
"""The arguments of transcribe."""

Rule: TypeAlias = tuple[str, Callable[[Given], Any], str]
"""The argument that it is about, whether arguments that give it break it, and the error's reason if they do."""


def _needs(name: str, *others: str) -> Rule:
    return (
        name,
        lambda given: getattr(given, name) and not any(getattr(given, other) for other in others),
        f"{name} can only be used if {' or '.join(others)} is given",
    )


def _excludes(name: str, *others: str) -> Rule:
    return (
        name,
        lambda given: getattr(given, name) and any(getattr(given, other) for other in others),
        f"{name} excludes {' and '.join(others)}",
    )


def _not_both(name: str, policy: str) -> Rule:
    return (
        name,
        lambda given: policy in (given.redact_pii_policies or ()),
        f"{name} is not compatible with {policy} in redact_pii_policies",
    )


RULES: tuple[Rule, ...] = (
    (
        "language_code",
        lambda given: given.language_code not in (None, DETECT) and given.language_detection,
        "language_code and language_detection exclude each other",
    ),
    (
        "language_code",
        lambda given: given.language_code == DETECT and given.language_detection is False,
        "language_code=auto needs language_detection",
    ),
    _needs("speakers_expected", "speaker_labels"),
    _needs("min_speakers_expected", "speaker_labels"),
    _needs("max_speakers_expected", "speaker_labels"),
    _excludes("speakers_expected", "min_speakers_expected", "max_speakers_expected"),
    (
        "max_speakers_expected",
        lambda given: (given.min_speakers_expected or 1) > (given.max_speakers_expected or sys.maxsize),
        "min_speakers_expected is larger than max_speakers_expected",
    ),
    (
        "audio_end_at",
        lambda given: given.audio_end_at is not None and given.audio_end_at <= (given.audio_start_from or 0),
        "audio_end_at must be after audio_start_from",
    ),
    _needs("redact_pii", "redact_pii_policies"),
    _needs("redact_pii_policies", "redact_pii"),
    _needs("redact_pii_sub", "redact_pii"),
    _needs("redact_pii_audio", "redact_pii"),
    _not_both("phone_number_format", "phone_number"),
    _not_both("email_format", "email_address"),
    _not_both("date_format", "date"),
    _needs("formal", "target_languages"),
    _needs("speaker_type", "speaker_labels", "multichannel"),
    _needs("known_values", "speaker_type"),
    _needs("webhook_auth_header_name", "webhook_url"),
    _needs("webhook_auth_header_name", "webhook_auth_header_value"),
    _needs("webhook_auth_header_value", "webhook_auth_header_name"),
)
"""The service refuses these too, for the same reasons; asking it first would cost an upload."""


def broken_rules(given: Given) -> list[str]:
    """The reason of each rule that these arguments break; only rules of what is given are looked at."""
    names = given.model_fields_set
    return [reason for name, is_broken, reason in RULES if name in names and is_broken(given)]
