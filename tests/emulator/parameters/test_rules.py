import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import rules


@pytest.mark.parametrize(
    ("given", "text"),
    [
        (
            {"redact_pii_return_unredacted": True},
            "`redact_pii_return_unredacted` can only be set to True if `redact_pii` is True",
        ),
        (
            {"speaker_labels": True, "speaker_options": {"min_speakers_expected": 1}, "speakers_expected": 2},
            "Both speaker_options and speakers_expected can not be used in the same request.",
        ),
        ({"speech_model": "best"}, "speech_model deprecated, use speech_models"),
        (
            {"speech_understanding": {"request": {"speaker_identification": {"speaker_type": "name"}}}},
            "speaker_labels or multichannel required",
        ),
        (
            {
                "redact_pii": True,
                "redact_pii_policies": ["date", "phone_number", "person_name"],
                "speech_understanding": {
                    "request": {"custom_formatting": {"phone_number": "x", "date": "y"}}
                },
            },
            "; ".join(
                f"redact pii {kind} not compatible with formatting {kind}"
                for kind in ("phone_number", "date")
            ),
        ),
    ],
)
def test_recorded_errors_are_verbatim(given, text):
    with pytest.raises(ApiError) as refused:
        rules.check(given)
    assert (refused.value.status, refused.value.text) == (400, text)


@pytest.mark.parametrize(
    "given",
    [
        {"speaker_labels": True, "punctuate": False},
        {"sentiment_analysis": True, "punctuate": False},
        {"auto_chapters": True, "punctuate": False},
        {"redact_pii": True, "format_text": False},
        {"redact_pii_audio": True},
        {"redact_static_entities": {"a": ["b"]}},
        {"redact_pii": True, "redact_pii_audio_options": {"override_audio_redaction_method": "silence"}},
        {"speaker_options": {"min_speakers_expected": 3, "max_speakers_expected": 2}},
        {"summarization": True, "auto_chapters": True},
        {"summarization": True, "summary_type": "gist"},
        {"webhook_url": "http://x", "webhook_auth_header_name": "X-Key"},
        {"webhook_auth_header_name": "X-Key", "webhook_auth_header_value": "v"},
        {"language_confidence_threshold": 0.5},
        {"language_code": "en", "language_detection": True},
        {"audio_start_from": 5, "audio_end_at": 5},
        {"audio_end_at": 0},
    ],
)
def test_incompatible_parameters_are_refused(given):
    with pytest.raises(ApiError):
        rules.check(given)


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"punctuate": False, "format_text": False},
        {"redact_pii": True, "redact_pii_audio": True},
        {"language_code": "en", "language_detection": False},
        {"audio_start_from": 5, "audio_end_at": 6},
        {"speaker_options": "not an object"},
        {"speech_understanding": ["not an object"]},
        {"speech_understanding": {"request": "not an object"}},
        {
            "speaker_labels": True,
            "speech_understanding": {"request": {"speaker_identification": {"speaker_type": "name"}}},
        },
        {
            "redact_pii": True,
            "redact_pii_policies": ["person_name"],
            "speech_understanding": {"request": {"custom_formatting": {"date": "mm/dd/yyyy"}}},
        },
    ],
)
def test_compatible_parameters_are_accepted(given):
    rules.check(given)
