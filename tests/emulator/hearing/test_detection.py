import pytest

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing import detection
from assemblyai_emulator.hearing.recognizer import Heard


def heard(language, confidence):
    return Heard([], written=True, language=language, language_confidence=confidence)


def test_a_language_that_the_request_named_adds_nothing():
    assert detection.results(heard("fr", None), 0) == {}


def test_a_detected_language_comes_with_its_confidence():
    assert detection.results(heard("fr", 0.81), 0.8) == {"language_code": "fr", "language_confidence": 0.81}


def test_below_the_threshold_the_job_fails_with_the_apis_text():
    with pytest.raises(MediaError) as failed:
        detection.results(heard("en", 0.6602), 0.8)
    assert str(failed.value) == (
        "detected language 'en', confidence 0.6602, is below the requested confidence threshold value of '0.8'"
    )


def test_the_language_of_silence_is_an_error():
    with pytest.raises(
        MediaError, match=r"^language_detection cannot be performed on files with no spoken audio\.$"
    ):
        detection.results(heard(None, None), 0)


def test_a_language_that_is_a_guess_is_warned_of():
    (warning,) = detection.warnings(heard("de", 0.0004))
    assert "The language is de with a confidence of 0.0004 only" in warning
    assert detection.warnings(heard("de", 0.9)) == detection.warnings(heard("de", None)) == []
