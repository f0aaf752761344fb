"""Validates the parameters of PII redaction."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.findings import finders

QUALITIES = ("mp3", "wav")
SUBSTITUTIONS = ("entity_name", "hash")
AUDIO_OPTIONS = (
    "an object that may have return_redacted_no_speech_audio (true or false) and "
    "override_audio_redaction_method (silence)"
)
MOST_LABELS, MOST_TERMS, LONGEST_TERM = 100, 200, 200
STATIC_ENTITIES = (
    f"an object of up to {MOST_LABELS} labels (80 letters, digits, spaces, underscores and hyphens at most), each "
    f"with a list of up to {MOST_TERMS} terms of 1 to {LONGEST_TERM} characters"
)
_WAY_OUT = "Leave these out, call the real API, or use --scenarios DIR with your own transcript."
_MOST_SHOWN, _SHOWN_LENGTH = 3, 40
"""How many policies an error lists, and how many characters of each."""

_LABEL = re.compile(r"[A-Za-z0-9 _-]{1,80}")


def is_audio_options(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    options = cast("dict[str, Any]", value)
    return (
        options.keys() <= {"return_redacted_no_speech_audio", "override_audio_redaction_method"}
        and isinstance(options.get("return_redacted_no_speech_audio") or False, bool)
        and options.get("override_audio_redaction_method") in (None, "silence")
    )


def is_static_entities(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    entities = cast("dict[str, Any]", value)
    return len(entities) <= MOST_LABELS and all(
        _LABEL.fullmatch(label) and _is_terms(terms) for label, terms in entities.items()
    )


def check(given: Mapping[str, Any], way_out: str = _WAY_OUT, done: Sequence[str] = ()) -> None:
    """Raises ApiError (400) if a policy is not supported, or if there are no policies at all.

    The service has been seen to accept unknown policies, and what it does without any is unverified. Here a
    redaction that could not find anything is refused. `done` are policies that have been applied already.
    """
    if not given.get("redact_pii"):
        return
    policies: list[str] = given.get("redact_pii_policies") or []
    unsupported = [policy for policy in policies if policy not in finders.KINDS and policy not in done]
    if unsupported:
        raise ApiError(
            400,
            f"The offline emulator cannot find redact_pii_policies {_shortened(unsupported)}. {way_out} "
            f"It finds {_supported()}.",
        )
    if not policies and not given.get("redact_static_entities"):
        raise ApiError(
            400,
            f"redact_pii needs redact_pii_policies, a list of what to redact. The emulator can find {_supported()}.",
        )


def _shortened(policies: Sequence[str]) -> str:
    """The first few policies. A longer list would push the way out beyond the point where clients cut texts."""
    shown = ", ".join(policy[:_SHOWN_LENGTH] for policy in policies[:_MOST_SHOWN])
    return f"{shown} and {len(policies) - _MOST_SHOWN} more" if len(policies) > _MOST_SHOWN else shown


def _supported() -> str:
    return f"{', '.join(finders.KINDS[:-1])} and {finders.KINDS[-1]}"


def _is_terms(value: Any) -> bool:
    if not isinstance(value, list) or len(cast("list[object]", value)) > MOST_TERMS:
        return False
    return all(
        isinstance(term, str) and 1 <= len(term) <= LONGEST_TERM for term in cast("list[object]", value)
    )
