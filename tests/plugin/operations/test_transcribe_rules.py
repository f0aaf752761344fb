"""The rules between arguments of transcribe: each can be broken, and those that are kept change nothing."""

import pytest
from tests.plugin.operations.transcribe_refusals import URL, explain, refused

from assemblyai_tools.operations.transcribe_arguments import TranscribeArguments
from assemblyai_tools.operations.transcribe_rules import RULES

BREACHES = {
    "language_code and language_detection exclude each other": {
        "language_code": "en",
        "language_detection": True,
    },
    "language_code=auto needs language_detection": {"language_code": "auto", "language_detection": False},
    "speakers_expected can only be used if speaker_labels is given": {"speakers_expected": 2},
    "min_speakers_expected can only be used if speaker_labels is given": {"min_speakers_expected": 2},
    "max_speakers_expected can only be used if speaker_labels is given": {"max_speakers_expected": 2},
    "speakers_expected excludes min_speakers_expected and max_speakers_expected": {
        "speaker_labels": True,
        "speakers_expected": 2,
        "max_speakers_expected": 3,
    },
    "min_speakers_expected is larger than max_speakers_expected": {
        "speaker_labels": True,
        "min_speakers_expected": 3,
        "max_speakers_expected": 2,
    },
    "audio_end_at must be after audio_start_from": {"audio_start_from": 5000, "audio_end_at": 5000},
    "redact_pii can only be used if redact_pii_policies is given": {"redact_pii": True},
    "redact_pii_policies can only be used if redact_pii is given": {"redact_pii_policies": ["person_name"]},
    "redact_pii_sub can only be used if redact_pii is given": {"redact_pii_sub": "hash"},
    "redact_pii_audio can only be used if redact_pii is given": {"redact_pii_audio": True},
    "phone_number_format is not compatible with phone_number in redact_pii_policies": {
        "redact_pii": True,
        "redact_pii_policies": ["phone_number"],
        "phone_number_format": "(xxx)xxx-xxxx",
    },
    "email_format is not compatible with email_address in redact_pii_policies": {
        "redact_pii": True,
        "redact_pii_policies": ["person_name", "email_address"],
        "email_format": "local@domain",
    },
    "date_format is not compatible with date in redact_pii_policies": {
        "redact_pii": True,
        "redact_pii_policies": ["date"],
        "date_format": "mm/dd/yyyy",
    },
    "formal can only be used if target_languages is given": {"formal": True},
    "speaker_type can only be used if speaker_labels or multichannel is given": {"speaker_type": "name"},
    "known_values can only be used if speaker_type is given": {"known_values": ["Ada"]},
    "webhook_auth_header_name can only be used if webhook_url is given": {
        "webhook_auth_header_name": "X-Token",
        "webhook_auth_header_value": "secret",
    },
    "webhook_auth_header_name can only be used if webhook_auth_header_value is given": {
        "webhook_url": "https://x.test/hook",
        "webhook_auth_header_name": "X-Token",
    },
    "webhook_auth_header_value can only be used if webhook_auth_header_name is given": {
        "webhook_url": "https://x.test/hook",
        "webhook_auth_header_value": "secret",
    },
}


def test_every_rule_has_a_breach_here():
    assert list(BREACHES) == [reason for *_, reason in RULES]


@pytest.mark.parametrize("reason", BREACHES)
def test_arguments_that_break_a_rule_are_refused_before_they_cost_an_upload(reason):
    assert explain(**BREACHES[reason]) == refused(reason)


def test_all_broken_rules_are_named_at_once():
    assert explain(redact_pii=True, speakers_expected=2) == refused(
        "speakers_expected can only be used if speaker_labels is given; "
        "redact_pii can only be used if redact_pii_policies is given"
    )


@pytest.mark.parametrize(
    "options",
    [
        {"language_code": "en", "language_detection": False},
        {"language_detection": True},
        {"speaker_labels": True, "speakers_expected": 2},
        {"audio_start_from": 4999, "audio_end_at": 5000},
        {"audio_start_from": 1, "audio_end_at": 36_001},
        {"audio_end_at": 1000},
        {"keyterms_prompt": ["Utrecht", "a b c d e f"]},
        {"redact_pii": False},
        {"redact_pii": True, "redact_pii_policies": ["of_next_year"], "redact_pii_audio": True},
        {"webhook_url": "https://x.test/hook"},
        {
            "webhook_url": "https://x.test/hook",
            "webhook_auth_header_name": "X-Token",
            "webhook_auth_header_value": "secret",
        },
    ],
)
def test_arguments_that_keep_the_rules_are_sent_as_given(options):
    sent = TranscribeArguments.model_validate({"audio": URL, **options}).options()
    assert sent == options
