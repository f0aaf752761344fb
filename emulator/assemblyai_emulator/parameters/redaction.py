"""Validates the parameters of PII redaction."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, cast

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.findings import finders
from assemblyai_emulator.wording.vocabulary import vocabulary

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
_WAY_OUT = "Call the real API to have it hidden, or use --scenarios DIR with your own redacted transcript."
_MOST_SHOWN, _SHOWN_LENGTH = 3, 40
"""How many policies an error lists, and how many characters of each."""

_NOT_FOUND = vocabulary(
    "blood_type drivers_license drug event filename gender gender_sexuality healthcare_number injury "
    "language location location_address location_address_street location_city location_coordinate location_country "
    "location_state marital_status medical_condition medical_process nationality occupation organization "
    "organization_medical_facility passport_number password physical_attribute political_affiliation religion "
    "sexuality statistics username vehicle_id zodiac_sign"
)
"""The API's policies that the emulator has no pattern for."""

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


def returns_audio_without_speech(given: Mapping[str, Any]) -> bool:
    """Whether redacted audio is wanted even if nothing is said in it."""
    options: dict[str, Any] = given.get("redact_pii_audio_options") or {}
    return bool(options.get("return_redacted_no_speech_audio"))


def is_static_entities(value: Any) -> bool:
    if not isinstance(value, dict):
        return False
    entities = cast("dict[str, Any]", value)
    return len(entities) <= MOST_LABELS and all(
        _LABEL.fullmatch(label) and _is_terms(terms) for label, terms in entities.items()
    )


def check(given: Mapping[str, Any]) -> None:
    """Raises ApiError (400) if nothing says what to redact.

    What the service does without policies is unverified. A redaction that hides nothing would be worse than none.
    """
    if (
        given.get("redact_pii")
        and not given.get("redact_pii_policies")
        and not given.get("redact_static_entities")
    ):
        raise ApiError(
            400,
            "redact_pii needs redact_pii_policies, a list of what to redact. The emulator can find "
            f"{', '.join(finders.KINDS[:-1])} and {finders.KINDS[-1]}.",
        )


def warnings(given: Mapping[str, Any], done: Sequence[str] = ()) -> list[str]:
    """One sentence that names the policies that hide nothing here. The service accepts unknown ones silently.

    `done` are policies that have been applied already.
    """
    policies: list[str] = given.get("redact_pii_policies") or []
    missed = [policy for policy in dict.fromkeys(policies) if policy not in {*finders.KINDS, *done}]
    if not given.get("redact_pii") or not missed:
        return []
    known = [policy for policy in missed if policy in _NOT_FOUND]
    unknown = [policy for policy in missed if policy not in _NOT_FOUND]
    found: list[str] = []
    if known:
        found.append(
            f"NOT REDACTED: {', '.join(known)}. The offline emulator cannot find these, so all of it is still in the "
            f"text and in the audio. {_WAY_OUT}"
        )
    if unknown:
        found.append(
            f"NOT REDACTED: {_shortened(unknown)}. The API has no such policies and takes them without an error, "
            "and nothing was hidden for them. Check the spelling."
        )
    return found


def _shortened(policies: Sequence[str]) -> str:
    """The first few policies. A longer list would push the way out beyond the point where clients cut texts."""
    shown = ", ".join(policy[:_SHOWN_LENGTH] for policy in policies[:_MOST_SHOWN])
    return f"{shown} and {len(policies) - _MOST_SHOWN} more" if len(policies) > _MOST_SHOWN else shown


def _is_terms(value: Any) -> bool:
    if not isinstance(value, list) or len(cast("list[object]", value)) > MOST_TERMS:
        return False
    return all(
        isinstance(term, str) and 1 <= len(term) <= LONGEST_TERM for term in cast("list[object]", value)
    )
