"""Which parameters require or exclude each other. The texts are the service's where they have been recorded."""

from collections.abc import Callable, Mapping
from typing import Any, cast

from assemblyai_emulator.errors import ApiError

Given = Mapping[str, Any]


def _is_set(given: Given, *names: str) -> bool:
    return any(given.get(name) for name in names)


def _requires(name: str, other: str) -> tuple[Callable[[Given], bool], str]:
    return (
        lambda given: _is_set(given, name) and not _is_set(given, other),
        f"`{name}` can only be set to True if `{other}` is True",
    )


def _requires_default(name: str, other: str) -> tuple[Callable[[Given], bool], str]:
    """Like `_requires`, for an `other` that is true by default."""
    return (
        lambda given: _is_set(given, name) and given.get(other) is False,
        f"`{name}` can only be set to True if `{other}` is True",
    )


def _audio_range_is_reversed(given: Given) -> bool:
    start, end = given.get("audio_start_from"), given.get("audio_end_at")
    return end is not None and end <= (start or 0)


def _speaker_range_is_reversed(given: Given) -> bool:
    options = given.get("speaker_options")
    if not isinstance(options, dict):
        return False
    low: Any = options.get("min_speakers_expected")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    high: Any = options.get("max_speakers_expected")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType] - JSON
    return isinstance(low, int) and isinstance(high, int) and low > high


def _task(given: Given, name: str) -> Any:
    """What `speech_understanding` asks for under this name. Its shape has not been checked yet."""
    found: Any = given.get("speech_understanding")
    for key in ("request", name):
        found = cast("dict[str, Any]", found).get(key) if isinstance(found, dict) else None
    return found


def _formatting_conflicts(given: Given) -> str:
    """The recorded text for each kind of data that is to be hidden and to be formatted; empty if there is none."""
    formats = _task(given, "custom_formatting")
    policies: list[str] = given.get("redact_pii_policies") or []
    if not given.get("redact_pii") or not isinstance(formats, dict):
        return ""
    return "; ".join(
        f"redact pii {policy} not compatible with formatting {name}"
        for name, policy in _FORMATTED.items()
        if cast("dict[str, Any]", formats).get(name) and policy in policies
    )


_FORMATTED = {"phone_number": "phone_number", "date": "date", "email": "email_address"}
"""What custom_formatting formats, and the policy that hides it."""

RULES: tuple[tuple[Callable[[Given], bool], str], ...] = (
    (
        lambda given: _is_set(given, "speech_model"),
        "speech_model deprecated, use speech_models",
    ),
    (
        lambda given: _is_set(given, "speaker_options") and _is_set(given, "speakers_expected"),
        "Both speaker_options and speakers_expected can not be used in the same request.",
    ),
    (_speaker_range_is_reversed, "min_speakers_expected can not be greater than max_speakers_expected."),
    _requires_default("speaker_labels", "punctuate"),
    _requires_default("sentiment_analysis", "punctuate"),
    _requires_default("auto_chapters", "punctuate"),
    _requires_default("redact_pii", "format_text"),
    (
        lambda given: bool(
            _task(given, "speaker_identification") and not _is_set(given, "speaker_labels", "multichannel")
        ),
        "speaker_labels or multichannel required",
    ),
    _requires("redact_pii_audio", "redact_pii"),
    _requires("redact_pii_return_unredacted", "redact_pii"),
    _requires("redact_static_entities", "redact_pii"),
    _requires("redact_pii_audio_options", "redact_pii_audio"),
    (
        lambda given: _is_set(given, "summarization") and _is_set(given, "auto_chapters"),
        "Both summarization and auto_chapters can not be used in the same request.",
    ),
    (
        lambda given: (
            _is_set(given, "summarization")
            and _is_set(given, "summary_model") != _is_set(given, "summary_type")
        ),
        "summary_model and summary_type must be used together.",
    ),
    (
        lambda given: (
            _is_set(given, "webhook_auth_header_name") != _is_set(given, "webhook_auth_header_value")
            or (_is_set(given, "webhook_auth_header_name") and not _is_set(given, "webhook_url"))
        ),
        "webhook_url, webhook_auth_header_name and webhook_auth_header_value must be used together.",
    ),
    (
        lambda given: (
            _is_set(given, "language_confidence_threshold") and not _is_set(given, "language_detection")
        ),
        "`language_confidence_threshold` can only be set if `language_detection` is True",
    ),
    (
        lambda given: _is_set(given, "language_code") and _is_set(given, "language_detection"),
        "Both language_code and language_detection can not be used in the same request.",
    ),
    (_audio_range_is_reversed, "audio_end_at must be greater than audio_start_from."),
)
"""Each rule and its error text.

Recorded verbatim: redact_pii_return_unredacted, both speaker settings, speaker_labels or multichannel. The others are
the published rules, worded like the recorded ones.
"""


def check(given: Given) -> None:
    """Raises ApiError (400) with the text of the first broken rule."""
    for broken, text in RULES:
        if broken(given):
            raise ApiError(400, text)
    if conflicts := _formatting_conflicts(given):
        raise ApiError(400, conflicts)
