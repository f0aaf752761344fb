"""All arguments of all operations, for tests that hold for each of them."""

from typing import Literal, get_args, get_origin

from tests.samples import sample_call

from assemblyai_tools import ALL_OPERATIONS
from assemblyai_tools.arguments.values import unwrapped

NEEDS = {
    "speakers_expected": {"speaker_labels": True},
    "min_speakers_expected": {"speaker_labels": True},
    "max_speakers_expected": {"speaker_labels": True},
    "redact_pii": {"redact_pii_policies": ["person_name"]},
    "redact_pii_policies": {"redact_pii": True},
    "redact_pii_sub": {"redact_pii": True, "redact_pii_policies": ["person_name"]},
    "redact_pii_audio": {"redact_pii": True, "redact_pii_policies": ["person_name"]},
    "formal": {"target_languages": ["de"]},
    "speaker_type": {"speaker_labels": True},
    "known_values": {"speaker_labels": True, "speaker_type": "name"},
    "webhook_auth_header_name": {"webhook_url": "https://x.test", "webhook_auth_header_value": "v"},
    "webhook_auth_header_value": {"webhook_url": "https://x.test", "webhook_auth_header_name": "n"},
}
"""Other arguments without which one is refused."""

VALUES = {
    "language_code": "es",
    "target_languages": ["de", "es"],
    "created_on": "2026-11-25",
    "lines": 2,
    "chars_per_line": 32,
    "chars_per_second": 15.5,
    "max_seconds": 5.5,
    "webhook_url": "https://x.test/hook",
    "audio_start_from": 65_000,
    "audio_end_at": 65_000,
    "start_at_ms": 65_000,
    "max_characters": 2000,
    "max_session_duration_seconds": 90,
    "custom_spelling": [{"from": ["asm"], "to": "ASM"}],
    "names": [{"speaker": "A", "name": "Sarah"}],
    "questions": [{"question": "Who?"}],
    "temperature": 0.5,
}
"""A value for each argument whose type alone does not say one."""


def kind_of(field):
    """The type of a field, without "or None" and without what stands beside it."""
    return unwrapped(field.annotation)[0]


def value_of(name, field):
    """A value that the argument takes."""
    if name in VALUES:
        return VALUES[name]
    if name == "save_to":
        return "minutes.docx" if ".docx" in field.description else "captions.srt"
    kind = kind_of(field)
    if get_origin(kind) is Literal:
        return get_args(kind)[0]
    if get_origin(kind) is list:
        item = unwrapped(get_args(kind)[0])[0]
        return list(get_args(item)[:2]) if get_origin(item) is Literal else ["alpha", "beta"]
    return {bool: True, int: 5, str: "alpha"}[kind]


def call_with(operation, name, value=None):
    """A call that gives this argument, and what it needs."""
    given = sample_call(operation) | NEEDS.get(name, {})
    if name == "input_text":
        del given["transcript_ids"]
    return given | {name: value_of(name, operation.arguments.model_fields[name]) if value is None else value}


ARGUMENTS = [(operation, name) for operation in ALL_OPERATIONS for name in operation.arguments.model_fields]
IDS = [f"{operation.name}-{name}" for operation, name in ARGUMENTS]
