import pytest

from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.scenarios import redaction

DATES = {"redact_pii": True, "redact_pii_policies": ["date"]}


def test_words_are_redacted_only_if_requested(say):
    words = say("On Friday.")
    assert redaction.redacted_words(words, {}) == words
    assert [word.text for word in redaction.redacted_words(words, DATES)] == ["On", "####."]


def test_policies_are_checked_as_for_decoded_speech():
    redaction.check(DATES, "x", has_audio=False)
    redaction.check({"redact_pii": True, "redact_pii_policies": ["drug"]}, "x", has_audio=False)
    with pytest.raises(ApiError, match="needs redact_pii_policies"):
        redaction.check({"redact_pii": True}, "x", has_audio=False)


def test_a_policy_that_is_neither_found_nor_applied_in_the_file_is_warned_of():
    given = {"redact_pii": True, "redact_pii_policies": ["drug", "injury"]}
    assert redaction.warnings(given, ["drug"])[0].startswith("NOT REDACTED: injury.")
    assert not any("NOT REDACTED" in text for text in redaction.warnings(given, ["drug", "injury"]))


def test_results_that_are_not_redacted_are_named():
    assert redaction.warnings({"auto_chapters": True}) == []
    assert redaction.warnings({**DATES, "auto_chapters": True})[-1].endswith(
        "the results of auto_chapters are not redacted."
    )


def test_redacted_audio_needs_audio():
    given = {**DATES, "redact_pii_audio": True}
    redaction.check(given, "x", has_audio=True)
    with pytest.raises(ApiError, match="There is no audio to redact: the scenario x names it by its URL"):
        redaction.check(given, "x", has_audio=False)
