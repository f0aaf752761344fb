"""Applies redact_pii to a scenario."""

from collections.abc import Mapping, Sequence
from typing import Any

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import caveats, redaction
from assemblyai_emulator.redaction import pii
from assemblyai_emulator.scenarios.features import FEATURES
from assemblyai_emulator.wording.words import Word

_WAY_OUT = (
    "Leave these out, call the real API, or hide it in the words of the scenario yourself and "
    "list the policy in the file's redact_pii_policies."
)
_NOT_REDACTED = tuple(name for name in FEATURES if name != "language_detection")
"""Features whose results are not redacted and may quote speech. The language is not personal data."""


def check(given: Mapping[str, Any], name: str, done: Sequence[str]) -> None:
    """Raises ApiError (400) for what cannot be redacted. `done` are the policies already applied in the file."""
    redaction.check(given, _WAY_OUT, done)
    if given.get("redact_pii_audio"):
        raise ApiError(400, f"The scenario {name} cannot have redacted audio. Leave redact_pii_audio out.")


def redacted_words(words: Sequence[Word], given: Mapping[str, Any]) -> list[Word]:
    """The words, redacted if requested, by the same patterns as decoded words."""
    if not given.get("redact_pii"):
        return list(words)
    hidden = pii.labels(words, given)
    return pii.redacted(words, hidden, given.get("redact_pii_sub") or "hash")


def warnings(given: Mapping[str, Any]) -> list[str]:
    """What a caller must know about a redacted scenario. Empty without redact_pii."""
    if not given.get("redact_pii"):
        return []
    general = (
        "redact_pii: personal data was looked for by pattern. What fits no pattern is still there: do not take "
        "the result for safe to share."
    )
    return [general, *caveats.redaction_warnings(given, _NOT_REDACTED)]
