"""Features that the offline emulator refuses, each with the reason and what to do instead."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from assemblyai_emulator.errors import ApiError

_OWN_TRANSCRIPT = "start the emulator with --scenarios DIR and a transcript of your own for this audio."


@dataclass(frozen=True, slots=True)
class Refusal:
    """`harmless` are values that do not ask for the feature, besides null, false and empty ones."""

    why: str
    way_out: str = f"Leave it out, call the real API for it, or {_OWN_TRANSCRIPT}"
    harmless: tuple[Any, ...] = ()


_NO_MODEL = Refusal("it needs a language model, and the emulator will not make an answer up")
_SPEAKERS = Refusal(
    "the package that tells speakers apart is not installed",
    "Install it (pip install 'assemblyai-tools[emulator-speakers]'; it has no wheels for Intel Macs and musl), send "
    "multichannel: true for a recording with one speaker per channel, call the real API, or "
    f"{_OWN_TRANSCRIPT}",
)
_SUMMARY = Refusal(
    "it needs a language model",
    "Ask for a summary of the finished transcript at POST /lemur/v3/generate/summary, call the real API, or "
    f"{_OWN_TRANSCRIPT}",
)
_DECODER = Refusal("its speech model has no such setting")

SPEAKERS: Mapping[str, Refusal] = dict.fromkeys(
    ("speaker_labels", "speakers_expected", "speaker_options"), _SPEAKERS
)
"""Refused where the package for it is not installed."""

REFUSALS: Mapping[str, Refusal] = {
    "iab_categories": _NO_MODEL,
    "content_safety": _NO_MODEL,
    "content_safety_confidence": Refusal(_NO_MODEL.why, harmless=(50,)),
    "auto_chapters": _SUMMARY,
    "summarization": _SUMMARY,
    "summary_model": Refusal(_SUMMARY.why, _SUMMARY.way_out, ("informative",)),
    "summary_type": Refusal(_SUMMARY.why, _SUMMARY.way_out, ("bullets",)),
    "custom_topics": _NO_MODEL,
    "topics": _NO_MODEL,
    "speech_understanding": _NO_MODEL,
    "filter_profanity": Refusal("it has no list of such words"),
    "disfluencies": Refusal("its speech model leaves filled pauses out"),
    "domain": _DECODER,
    "speed_boost": _DECODER,
    "dual_channel": Refusal("the API has replaced it", "Send multichannel: true instead."),
}


def check_speakers(given: Mapping[str, Any]) -> None:
    """Raises ApiError (400) if the request asks for speaker labels."""
    for name, refusal in SPEAKERS.items():
        if given.get(name):
            raise _refused(name, refusal)


def check(name: str, value: Any, *, allow_unsupported: bool = False) -> None:
    """Raises ApiError (400) if the parameter is unknown, or if it asks for a feature that the emulator does not have.

    `allow_unsupported` leaves out the second check.
    """
    if not value:
        return
    refusal = REFUSALS.get(name)
    if refusal is None:
        # The service ignores some unknown names. Silently ignoring a misspelt parameter would help no one.
        raise ApiError(400, f"{name} is not a parameter that the offline emulator knows. Check its spelling.")
    if value not in refusal.harmless and not allow_unsupported:
        raise _refused(name, refusal)


def _refused(name: str, refusal: Refusal) -> ApiError:
    return ApiError(400, f"{name} is not available in the offline emulator: {refusal.why}. {refusal.way_out}")
