import pytest

from assemblyai_emulator.routes.transcript_json import transcript_json
from assemblyai_emulator.store.transcripts import Transcript


def made(**fields) -> dict:
    given = {"parameters": {"language_code": "en_us"}, **fields}
    return transcript_json(Transcript(id="t", account="me", created=1, audio_url="http://x/a.mp3", **given))


def test_the_account_is_left_out():
    assert "me" not in made().values()
    assert "account" not in made()


def test_a_queued_transcript_has_empty_results():
    queued = made()
    names = ("status", "text", "words", "utterances", "confidence", "content_safety_labels")
    assert [queued[name] for name in names] == ["queued", None, None, None, None, {}]
    assert not queued.keys() & {"error", "audio_channels", "speech_model_used", "metadata", "is_deleted"}


@pytest.mark.parametrize("status", ["completed", "error"])
def test_results_that_were_not_requested_are_unavailable_once_the_job_has_ended(status):
    ended = made(status=status)
    assert ended["content_safety_labels"]["status"] == "unavailable"
    assert ended["iab_categories_result"]["status"] == "unavailable"


def test_parameters_are_echoed_and_ignored_ones_are_reported():
    echo = made(parameters={"punctuate": False, "speech_models": ["new-model"], "keyterms_prompt": ["tea"]})
    assert (echo["punctuate"], echo["speech_models"], echo["keyterms_prompt"]) == (
        False,
        ["new-model"],
        ["tea"],
    )
    assert [row["message"].split()[0] for row in echo["metadata"]["warnings"]] == [
        "speech_models",
        "keyterms_prompt",
    ]


def test_a_failed_transcript_has_an_error():
    assert (
        made(status="error", error="Audio duration is too short.")["error"] == "Audio duration is too short."
    )


def test_results_replace_the_nulls():
    done = made(status="completed", result={"text": "Hi.", "audio_channels": 1})
    assert (done["text"], done["audio_channels"], done["words"]) == ("Hi.", 1, None)


def test_parameters_newer_than_the_schema_appear_only_if_set():
    given = {"redact_pii": True, "redact_pii_policies": ["date"], "redact_pii_return_unredacted": True}
    assert "redact_pii_return_unredacted" not in made()
    assert made(parameters=given)["redact_pii_return_unredacted"] is True


def test_the_name_of_the_redacted_file_is_left_out():
    assert "redacted_audio_file" not in made(status="completed", result={"redacted_audio_file": "t-1.mp3"})
