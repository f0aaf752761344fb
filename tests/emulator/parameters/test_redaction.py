import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import redaction


def test_supported_policies_are_accepted():
    redaction.check({"redact_pii": True, "redact_pii_policies": ["phone_number", "person_name"]})
    redaction.check({"redact_pii": True, "redact_static_entities": {"TOOL": ["bearclaw"]}})
    redaction.check({"redact_pii": False, "redact_pii_policies": ["drug"]})


def test_an_unsupported_policy_is_refused_with_the_supported_ones():
    with pytest.raises(ApiError, match=r"drug, injury\. .*--scenarios DIR .* number_sequence") as refused:
        redaction.check({"redact_pii": True, "redact_pii_policies": ["drug", "phone_number", "injury"]})
    assert refused.value.status == 400


def test_the_way_out_stays_near_the_start_however_many_policies_are_refused():
    with pytest.raises(ApiError) as refused:
        redaction.check({"redact_pii": True, "redact_pii_policies": ["drug"]})
    assert len(refused.value.text) < 450
    with pytest.raises(ApiError, match=r"and 37 more\. .*--scenarios DIR") as refused:
        redaction.check({"redact_pii": True, "redact_pii_policies": ["x" * 500] * 40})
    assert refused.value.text.index("real API") < 300


def test_a_policy_that_was_applied_already_is_accepted():
    redaction.check({"redact_pii": True, "redact_pii_policies": ["drug"]}, done=["drug"])


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
