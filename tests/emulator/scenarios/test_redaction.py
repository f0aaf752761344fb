import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios import redaction

DATES = {"redact_pii": True, "redact_pii_policies": ["date"]}


def test_words_are_redacted_only_if_requested(say):
    words = say("On Friday.")
    assert redaction.redacted_words(words, {}) == words
    assert [word.text for word in redaction.redacted_words(words, DATES)] == ["On", "####."]


def test_policies_are_checked_as_for_decoded_speech():
    redaction.check(DATES, "x", ())
    redaction.check({"redact_pii": True, "redact_pii_policies": ["drug"]}, "x", ["drug"])
    with pytest.raises(ApiError, match="needs redact_pii_policies"):
        redaction.check({"redact_pii": True}, "x", ())


def test_results_that_are_not_redacted_are_named():
    assert redaction.warnings({"auto_chapters": True}) == []
    assert redaction.warnings({**DATES, "auto_chapters": True})[-1].endswith(
        "the results of auto_chapters are not redacted."
    )


def test_redacted_audio_is_refused():
    with pytest.raises(ApiError, match="cannot have redacted audio"):
        redaction.check({**DATES, "redact_pii_audio": True}, "x", ())
