"""Which parameters need, or exclude, which others; the texts are the service's where it has been recorded."""

from collections.abc import Callable, Mapping
from typing import Any

from assemblyai_emulator.errors import ApiError

Given = Mapping[str, Any]


def _on(given: Given, *names: str) -> bool:
    return any(given.get(name) for name in names)


def _needs(name: str, other: str) -> tuple[Callable[[Given], bool], str]:
    return (
        lambda given: _on(given, name) and not _on(given, other),
        f"`{name}` can only be set to True if `{other}` is True",
    )


def _needs_default(name: str, other: str) -> tuple[Callable[[Given], bool], str]:
    """Like `_needs`, for an `other` that is on unless it is switched off."""
    return (
        lambda given: _on(given, name) and given.get(other) is False,
        f"`{name}` can only be set to True if `{other}` is True",
    )


def _crossed(given: Given) -> bool:
    start, end = given.get("audio_start_from"), given.get("audio_end_at")
    return end is not None and end <= (start or 0)


def _speaker_range_is_crossed(given: Given) -> bool:
    options = given.get("speaker_options")
    if not isinstance(options, dict):
        return False
    low: Any = options.get("min_speakers_expected")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    high: Any = options.get("max_speakers_expected")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    return isinstance(low, int) and isinstance(high, int) and low > high


# Recorded verbatim: redact_pii_return_unredacted, both speaker settings. The others follow the published
# rules in the recorded form of words.
RULES: tuple[tuple[Callable[[Given], bool], str], ...] = (
    (
        lambda given: _on(given, "speech_model"),
        "speech_model deprecated, use speech_models",
    ),
    (
        lambda given: _on(given, "speaker_options") and _on(given, "speakers_expected"),
        "Both speaker_options and speakers_expected can not be used in the same request.",
    ),
    (_speaker_range_is_crossed, "min_speakers_expected can not be greater than max_speakers_expected."),
    _needs_default("speaker_labels", "punctuate"),
    _needs_default("sentiment_analysis", "punctuate"),
    _needs_default("auto_chapters", "punctuate"),
    _needs_default("redact_pii", "format_text"),
    _needs("redact_pii_audio", "redact_pii"),
    _needs("redact_pii_return_unredacted", "redact_pii"),
    _needs("redact_static_entities", "redact_pii"),
    _needs("redact_pii_audio_options", "redact_pii_audio"),
    (
        lambda given: _on(given, "summarization") and _on(given, "auto_chapters"),
        "Both summarization and auto_chapters can not be used in the same request.",
    ),
    (
        lambda given: (
            _on(given, "summarization") and _on(given, "summary_model") != _on(given, "summary_type")
        ),
        "summary_model and summary_type must be used together.",
    ),
    (
        lambda given: (
            _on(given, "webhook_auth_header_name") != _on(given, "webhook_auth_header_value")
            or (_on(given, "webhook_auth_header_name") and not _on(given, "webhook_url"))
        ),
        "webhook_url, webhook_auth_header_name and webhook_auth_header_value must be used together.",
    ),
    (
        lambda given: _on(given, "language_confidence_threshold") and not _on(given, "language_detection"),
        "`language_confidence_threshold` can only be set if `language_detection` is True",
    ),
    (
        lambda given: _on(given, "language_code") and _on(given, "language_detection"),
        "Both language_code and language_detection can not be used in the same request.",
    ),
    (_crossed, "audio_end_at must be greater than audio_start_from."),
)


def check(given: Given) -> None:
    """Raises ApiError (400) with the text of the first rule that is broken."""
    for broken, text in RULES:
        if broken(given):
            raise ApiError(400, text)
