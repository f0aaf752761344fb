"""Which arguments of transcribe need or exclude each other."""

from collections.abc import Callable, Iterable
from typing import Any, TypeAlias

from assemblyai_tools.arguments.language import DETECT

Given: TypeAlias = Any
"""The arguments of transcribe."""

Rule: TypeAlias = tuple[Callable[[Given], Any], str]
"""Whether the arguments break it, and the error's reason if they do."""


def _needs(name: str, other: str) -> Rule:
    return (
        lambda given: getattr(given, name) and not getattr(given, other),
        f"{name} can only be used if {other} is given",
    )


def _not_both(policy: str, name: str) -> Rule:
    return (
        lambda given: policy in (given.redact_pii_policies or ()) and getattr(given, name) is not None,
        f"{name} is not compatible with {policy} in redact_pii_policies",
    )


def _range_is_crossed(given: Given) -> bool:
    low, high = given.min_speakers_expected, given.max_speakers_expected
    return low is not None and high is not None and low > high


def _all_or_none(values: Iterable[Any]) -> bool:
    return len({value is None for value in values}) == 1


def _ends_before_start(given: Given) -> bool:
    return given.audio_end_at is not None and given.audio_end_at <= (given.audio_start_from or 0)


RULES: tuple[Rule, ...] = (
    (
        lambda given: given.language_code not in (None, DETECT) and given.language_detection,
        "language_code and language_detection exclude each other",
    ),
    (
        lambda given: given.language_code == DETECT and given.language_detection is False,
        "language_code=auto needs language_detection",
    ),
    _needs("speakers_expected", "speaker_labels"),
    _needs("min_speakers_expected", "speaker_labels"),
    _needs("max_speakers_expected", "speaker_labels"),
    (
        lambda given: (
            given.speakers_expected and (given.min_speakers_expected or given.max_speakers_expected)
        ),
        "speakers_expected excludes min_speakers_expected and max_speakers_expected",
    ),
    (_range_is_crossed, "min_speakers_expected is larger than max_speakers_expected"),
    (_ends_before_start, "audio_end_at must be after audio_start_from"),
    _needs("redact_pii", "redact_pii_policies"),
    _needs("redact_pii_policies", "redact_pii"),
    _needs("redact_pii_sub", "redact_pii"),
    _needs("redact_pii_audio", "redact_pii"),
    _not_both("phone_number", "phone_number_format"),
    _not_both("email_address", "email_format"),
    _not_both("date", "date_format"),
    _needs("formal", "target_languages"),
    (
        lambda given: given.speaker_type and not (given.speaker_labels or given.multichannel),
        "speaker_type can only be used if speaker_labels or multichannel is given",
    ),
    _needs("known_values", "speaker_type"),
    _needs("webhook_auth_header_name", "webhook_url"),
    (
        lambda given: not _all_or_none([given.webhook_auth_header_name, given.webhook_auth_header_value]),
        "webhook_auth_header_name and webhook_auth_header_value need each other",
    ),
)
"""The service refuses these too, for the same reasons; asking it first would cost an upload."""


def broken_rules(given: Given) -> list[str]:
    """The reason of each rule that these arguments break."""
    return [reason for is_broken, reason in RULES if is_broken(given)]
