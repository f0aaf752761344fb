"""The language that was detected, and the check of `language_confidence_threshold`."""

from typing import Any

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.recognizer import Heard

_DOUBTFUL = 0.3
"""Confidence below which all other languages together are at least twice as likely."""


def results(heard: Heard, threshold: float) -> dict[str, Any]:
    """The keys of the transcript; empty if the request named the language.

    Raises MediaError with the API's error text if nobody spoke, or if the confidence is below the threshold.
    https://www.assemblyai.com/docs/pre-recorded-audio/automatic-language-detection
    """
    if heard.language is None:
        raise MediaError("language_detection cannot be performed on files with no spoken audio.")
    if heard.language_confidence is None:
        return {}
    if heard.language_confidence < threshold:
        raise MediaError(
            f"detected language '{heard.language}', confidence {heard.language_confidence}, is below the requested "
            f"confidence threshold value of '{threshold}'"
        )
    return {"language_code": heard.language, "language_confidence": heard.language_confidence}


def warnings(heard: Heard) -> list[str]:
    """What to say of a language that is a guess, or that a list of expected ones forced."""
    confidence = heard.language_confidence
    if confidence is None or confidence >= _DOUBTFUL:
        return []
    return [
        (
            f"The language is {heard.language} with a confidence of {confidence} only, so the text may be wrong: "
            "send the language_code, or other expected_languages."
        )
    ]
