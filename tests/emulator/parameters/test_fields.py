import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import fields


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("punctuate", "yes"),
        ("multichannel", 1),
        ("audio_start_from", -1),
        ("audio_end_at", 1.5),
        ("audio_end_at", True),
        ("speech_models", "universal-2"),
        ("keyterms_prompt", [1]),
        ("prompt", 5),
        ("temperature", 2),
        ("temperature", True),
    ],
)
def test_a_value_of_the_wrong_type_is_refused_by_name(name, value):
    with pytest.raises(ApiError, match=f"^{name} must be ") as refused:
        fields.check(name, value)
    assert refused.value.status == 400


@pytest.mark.parametrize(
    ("name", "value"),
    [("punctuate", False), ("audio_start_from", 0), ("speech_models", ["any-new-model"]), ("temperature", 0)],
)
def test_a_value_of_the_right_type_is_accepted(name, value):
    fields.check(name, value)


def test_a_hint_without_effect_is_reported():
    given = {"prompt": "A call about tea.", "keyterms_prompt": [], "punctuate": True}
    assert fields.warnings(given, steerable=True) == []
    assert fields.warnings(given, steerable=False) == [
        "prompt was accepted but has no effect: this speech model cannot be steered by text, so it was not used."
    ]


@pytest.mark.parametrize(
    ("given", "warning"),
    [
        ({"speakers_expected": 2}, "speakers_expected has no effect without speaker_labels: true."),
        (
            {"speaker_options": {"min_speakers_expected": 2}},
            "speaker_options has no effect without speaker_labels",
        ),
        (
            {"language_detection_options": {"expected_languages": ["fr"]}},
            "language_detection_options has no effect without language_detection: true.",
        ),
        (
            {"language_detection": True, "language_detection_options": {"code_switching": True}},
            "language_detection_options.code_switching has no effect: the emulator hears one language in a file.",
        ),
    ],
)
def test_a_parameter_that_changes_nothing_is_reported(given, warning):
    (said,) = fields.warnings(given, steerable=True)
    assert said.startswith(warning)
    assert fields.warnings({"speaker_labels": True, "speakers_expected": 2}, steerable=True) == []
