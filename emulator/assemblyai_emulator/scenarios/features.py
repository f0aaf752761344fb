"""Which parameter of a request brings which keys of a scenario's transcript."""

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
"""The keys that each parameter needs. Without the parameter they are null in the transcript."""

OPTIONAL: Mapping[str, tuple[str, ...]] = {
    "speech_understanding": ("translated_texts",),
}
"""The keys that each parameter brings if the file has them."""

ALWAYS = ("audio_channels", "language_code", "confidence")
"""The keys that every transcript has if they are in the file."""


def asks_for_speakers(given: Mapping[str, Any]) -> bool:
    return bool(given.get("speaker_labels") or given.get("multichannel"))


def requested_keys(given: Mapping[str, Any]) -> list[str]:
    """The keys of the file that this request brings."""
    requested = [
        key
        for table in (FEATURES, OPTIONAL)
        for feature, keys in table.items()
        if given.get(feature)
        for key in keys
    ]
    return [*ALWAYS, *requested]
