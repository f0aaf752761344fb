import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import redaction


@pytest.mark.parametrize(
    "given",
    [
        {"redact_pii": True, "redact_pii_policies": ["phone_number", "person_name"]},
        {"redact_pii": True, "redact_static_entities": {"TOOL": ["bearclaw"]}},
        {"redact_pii": False, "redact_pii_policies": ["drug"]},
    ],
)
def test_what_can_be_found_is_accepted_without_a_warning(given):
    redaction.check(given)
    assert redaction.warnings(given) == []


def test_a_policy_that_cannot_be_found_is_accepted_with_a_warning_that_says_so():
    given = {"redact_pii": True, "redact_pii_policies": ["drug", "phone_number", "injury", "drug"]}
    redaction.check(given)
    (warning,) = redaction.warnings(given)
    assert warning.startswith("NOT REDACTED: drug, injury. ")
    assert "still in the text and in the audio" in warning


def test_an_unknown_policy_is_accepted_with_a_warning_about_its_spelling():
    given = {"redact_pii": True, "redact_pii_policies": ["phone_numbr", *["x" * 500] * 40, "y", "z"]}
    redaction.check(given)
    (warning,) = redaction.warnings(given)
    assert warning.startswith("NOT REDACTED: phone_numbr, ")
    assert "and 1 more" in warning
    assert warning.endswith("Check the spelling.")
    assert len(warning) < 300


def test_a_policy_that_was_applied_already_needs_no_warning():
    given = {"redact_pii": True, "redact_pii_policies": ["drug"]}
    assert redaction.warnings(given, done=["drug"]) == []


def test_redaction_without_policies_is_refused():
    with pytest.raises(ApiError, match="redact_pii needs redact_pii_policies"):
        redaction.check({"redact_pii": True, "redact_pii_policies": []})


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ({}, True),
        ({"override_audio_redaction_method": "silence", "return_redacted_no_speech_audio": True}, True),
        ({"override_audio_redaction_method": None}, True),
        ({"override_audio_redaction_method": "beep"}, False),
        ({"return_redacted_no_speech_audio": "yes"}, False),
        ({"misspelt": True}, False),
        (["silence"], False),
    ],
)
def test_audio_options_are_validated(value, accepted):
    assert redaction.is_audio_options(value) == accepted


@pytest.mark.parametrize(
    ("value", "accepted"),
    [
        ({"INTERNAL TOOL-1_a": ["Bearclaw"]}, True),
        ({"A": ["x" * 200] * 200}, True),
        ({"A!": ["x"]}, False),
        ({"a" * 81: ["x"]}, False),
        ({"A": "x"}, False),
        ({"A": [""]}, False),
        ({"A": ["x" * 201]}, False),
        ({"A": ["x"] * 201}, False),
        ({f"A{number}": ["x"] for number in range(101)}, False),
        (["x"], False),
    ],
)
def test_static_entities_are_validated(value, accepted):
    assert redaction.is_static_entities(value) == accepted
