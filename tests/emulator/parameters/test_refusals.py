import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.parameters import fields, refusals


@pytest.mark.parametrize("name", refusals.REFUSALS)
def test_an_unsupported_feature_is_refused_by_name_with_a_way_out(name):
    with pytest.raises(ApiError) as refused:
        refusals.check(name, "something")
    assert refused.value.status == 400
    assert refused.value.text.startswith(f"{name} is not available in the offline emulator: ")
    assert refused.value.text.endswith((".", "error."))
    assert len(refused.value.text) < 450


@pytest.mark.parametrize("name", refusals.REFUSALS)
@pytest.mark.parametrize("nothing", [False, [], {}, "", 0])
def test_a_value_that_asks_for_nothing_is_accepted(name, nothing):
    refusals.check(name, nothing)


@pytest.mark.parametrize(
    ("name", "default"),
    [("content_safety_confidence", 50), ("summary_model", "informative")],
)
def test_a_published_default_is_accepted(name, default):
    refusals.check(name, default)


def test_the_error_about_speaker_labels_suggests_multichannel():
    refusals.check_speakers({"speaker_labels": False, "speaker_options": {}})
    with pytest.raises(ApiError, match=r"not installed.*multichannel: true"):
        refusals.check_speakers({"speaker_labels": True})


def test_a_misspelt_parameter_is_refused():
    with pytest.raises(ApiError, match="punctuation is not a parameter"):
        refusals.check("punctuation", True)


def test_no_parameter_is_both_supported_and_refused():
    assert not fields.FIELDS.keys() & refusals.REFUSALS.keys()
