"""Validates the parameters of speaker labels."""

from typing import Any, cast

COUNT = "a whole number of speakers, 1 or more"
OPTIONS = (
    "an object that may have min_speakers_expected and max_speakers_expected, whole numbers of 1 or more"
)
_NAMES = {"min_speakers_expected", "max_speakers_expected"}


def is_count(value: Any) -> bool:
    return type(value) is int and value >= 1


def is_options(value: Any) -> bool:
    """https://www.assemblyai.com/docs/pre-recorded-audio/speaker-diarization."""
    if not isinstance(value, dict):
        return False
    options = cast("dict[str, Any]", value)
    return options.keys() <= _NAMES and all(one is None or is_count(one) for one in options.values())
