"""Applies redact_pii to a scenario."""

from collections.abc import Mapping, Sequence
from typing import Any

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import caveats, redaction
from assemblyai_emulator.redaction import pii
from assemblyai_emulator.scenarios.features import FEATURES
from assemblyai_emulator.wording.words import Word

_NOT_REDACTED = tuple(name for name in FEATURES if name != "language_detection")
"""Features whose results are not redacted and may quote speech. The language is not personal data."""


def check(given: Mapping[str, Any], name: str, *, has_audio: bool) -> None:
    """Raises ApiError (400) for what cannot be redacted."""
    redaction.check(given)
    if given.get("redact_pii_audio") and not has_audio:
        raise ApiError(
            400,
            f"There is no audio to redact: the scenario {name} names it by its URL, which is never fetched. Name it by "
            "audio_sha256 and upload the file, or leave redact_pii_audio out.",
        )


def redacted_words(words: Sequence[Word], given: Mapping[str, Any]) -> list[Word]:
    """The words, redacted if requested, by the same patterns as decoded words."""
    if not given.get("redact_pii"):
        return list(words)
    hidden = pii.labels(words, given)
    return pii.redacted(words, hidden, given.get("redact_pii_sub") or "hash")


def warnings(given: Mapping[str, Any], done: Sequence[str] = ()) -> list[str]:
    """What a caller must know about a redacted scenario. Empty without redact_pii.

    `done` are the policies already applied in the file.
    """
    if not given.get("redact_pii"):
        return []
    general = (
        "redact_pii: personal data was looked for by pattern. What fits no pattern is still there: do not take "
        "the result for safe to share."
    )
    return [
        *redaction.warnings(given, done),
        general,
        *caveats.redaction_warnings(given, _NOT_REDACTED),
    ]
