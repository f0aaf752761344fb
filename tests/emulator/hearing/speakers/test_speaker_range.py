import pytest

from assemblyai_emulator.hearing.speakers.speaker_range import SpeakerRange

MINUTE = 60_000


def limits(given, minutes=1.0):
    wanted = SpeakerRange.requested(given, minutes * MINUTE)
    return wanted.least, wanted.most


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, (None, None)),
        ({"speakers_expected": 3}, (3, 3)),
        ({"speakers_expected": None, "speaker_options": None}, (None, None)),
        ({"speaker_options": {"min_speakers_expected": 2}}, (2, None)),
        ({"speaker_options": {"max_speakers_expected": 4}}, (None, 4)),
        ({"speaker_options": {"min_speakers_expected": 2, "max_speakers_expected": 4}}, (2, 4)),
    ],
)
def test_the_request_says_how_many_speakers_it_expects(given, expected):
    assert limits(given) == expected


@pytest.mark.parametrize(("minutes", "most"), [(2, None), (2.1, 10), (10, 10), (10.1, 30), (600, 30)])
def test_without_a_maximum_longer_audio_has_the_default_of_the_api(minutes, most):
    assert limits({}, minutes) == (None, most)


def test_a_minimum_above_the_default_maximum_raises_it():
    assert limits({"speaker_options": {"min_speakers_expected": 12}}, minutes=5) == (12, 12)


def test_speakers_expected_needs_no_default():
    assert limits({"speakers_expected": 15}, minutes=5) == (15, 15)


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ({"speakers_expected": 3}, "speakers_expected"),
        ({"speaker_options": {"min_speakers_expected": 3}}, "min_speakers_expected"),
    ],
)
def test_too_few_speakers_give_a_warning_that_names_the_parameter_and_both_numbers(given, name):
    warning = SpeakerRange.requested(given, MINUTE).shortfall(2) or ""
    assert warning.startswith(f"{name}: 3 speakers were expected, but only 2 ")


@pytest.mark.parametrize(
    "given", [{}, {"speakers_expected": 2}, {"speaker_options": {"max_speakers_expected": 9}}]
)
def test_enough_speakers_give_no_warning(given):
    assert SpeakerRange.requested(given, MINUTE).shortfall(2) is None
