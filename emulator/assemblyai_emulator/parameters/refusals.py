"""Features that the offline emulator cannot do honestly: a row each, with the way out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assemblyai_emulator.errors import ApiError


@dataclass(frozen=True, slots=True)
class Refusal:
    """`harmless` are values, beside null, false and empty ones, that ask for nothing."""

    why: str
    way_out: str = "Leave it out, or call the real API for it."
    harmless: tuple[Any, ...] = ()


_NO_MODEL = Refusal("it needs a language model, and the emulator will not make an answer up")
_PII = Refusal(
    "finding personal data needs a model, and a redaction that misses some would be worse than none"
)
_SPEAKERS = Refusal(
    "telling voices apart without a model was measured at the level of chance on a real telephone conversation",
    "Send multichannel: true for a recording with one speaker per channel, or call the real API.",
)
_DETECTION = Refusal(
    "its decoder knows English only and takes every language for English",
    "Leave it out for English audio, or call the real API.",
)
_SUMMARY = Refusal(
    "it needs a language model",
    "Ask for a summary of the finished transcript at POST /lemur/v3/generate/summary, or call the real API.",
)
_WEBHOOK = Refusal(
    "it does not send webhooks", "Poll GET /v2/transcript/{id} until the status is completed or error."
)
_DECODER = Refusal("its decoder has no such setting")

REFUSALS: Mapping[str, Refusal] = {
    "speaker_labels": _SPEAKERS,
    "speakers_expected": _SPEAKERS,
    "speaker_options": _SPEAKERS,
    "language_detection": _DETECTION,
    "language_detection_options": _DETECTION,
    "language_confidence_threshold": Refusal(_DETECTION.why, _DETECTION.way_out, (0,)),
    "language_codes": _DETECTION,
    "redact_pii": _PII,
    "redact_pii_audio": _PII,
    "redact_pii_audio_quality": Refusal(_PII.why, harmless=("mp3",)),
    "redact_pii_audio_options": _PII,
    "redact_pii_policies": _PII,
    "redact_pii_sub": Refusal(_PII.why, harmless=("hash",)),
    "redact_pii_return_unredacted": _PII,
    "redact_static_entities": _PII,
    "sentiment_analysis": _NO_MODEL,
    "entity_detection": _NO_MODEL,
    "iab_categories": _NO_MODEL,
    "content_safety": _NO_MODEL,
    "content_safety_confidence": Refusal(_NO_MODEL.why, harmless=(50,)),
    "auto_highlights": _NO_MODEL,
    "auto_chapters": _SUMMARY,
    "summarization": _SUMMARY,
    "summary_model": Refusal(_SUMMARY.why, _SUMMARY.way_out, ("informative",)),
    "summary_type": Refusal(_SUMMARY.why, _SUMMARY.way_out, ("bullets",)),
    "custom_topics": _NO_MODEL,
    "topics": _NO_MODEL,
    "speech_understanding": _NO_MODEL,
    "custom_spelling": Refusal("it does not rewrite words after decoding"),
    "filter_profanity": Refusal(
        "its decoder mishears words often, so a filter would both miss profanity and hide innocent words"
    ),
    "disfluencies": Refusal("its decoder does not hear filled pauses reliably"),
    "domain": _DECODER,
    "speech_threshold": Refusal("it does not measure the share of speech", harmless=(0,)),
    "speed_boost": _DECODER,
    "dual_channel": Refusal("the API has replaced it", "Send multichannel: true instead."),
    "webhook_url": _WEBHOOK,
    "webhook_auth_header_name": _WEBHOOK,
    "webhook_auth_header_value": _WEBHOOK,
}


def check(name: str, value: Any) -> None:
    """Raises ApiError (400) for a feature that is asked for here and cannot be had."""
    if not value:
        return
    refusal = REFUSALS.get(name)
    if refusal is None:
        # The service lets some unknown names pass; a misspelt name that is passed over in silence helps nobody.
        raise ApiError(400, f"{name} is not a parameter that the offline emulator knows. Check its spelling.")
    if value not in refusal.harmless:
        raise ApiError(
            400, f"{name} is not available in the offline emulator: {refusal.why}. {refusal.way_out}"
        )
