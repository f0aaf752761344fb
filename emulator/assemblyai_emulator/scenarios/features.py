"""Which result of a scenario answers which parameter of a request."""

from collections.abc import Mapping
from typing import Any

FEATURES: Mapping[str, tuple[str, ...]] = {
    "auto_chapters": ("chapters",),
    "entity_detection": ("entities",),
    "sentiment_analysis": ("sentiment_analysis_results",),
    "auto_highlights": ("auto_highlights_result",),
    "iab_categories": ("iab_categories_result",),
    "content_safety": ("content_safety_labels",),
    "summarization": ("summary",),
    "speech_understanding": ("speech_understanding",),
    "language_detection": ("language_code", "language_confidence"),
}
"""The keys that a parameter needs; they are null in a transcript that was not asked for them."""

OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "speech_understanding": ("translated_texts",),
}
"""The keys that a parameter may bring as well."""

ALWAYS = ("audio_channels", "language_code", "confidence")


def asks_for_speakers(given: Mapping[str, Any]) -> bool:
    return bool(given.get("speaker_labels") or given.get("multichannel"))


def keys_asked_for(given: Mapping[str, Any]) -> list[str]:
    """The keys of the file that belong into the answer to this request."""
    asked = [
        key
        for table in (FEATURES, OPTIONAL)
        for feature, keys in table.items()
        if given.get(feature)
        for key in keys
    ]
    return [*ALWAYS, *asked]
