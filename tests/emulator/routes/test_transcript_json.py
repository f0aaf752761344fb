import pytest

from assemblyai_emulator.parameters.transcript_request import WARNINGS
from assemblyai_emulator.routes.transcript_json import transcript_json
from assemblyai_emulator.store.transcripts import Transcript
from assemblyai_emulator.wording.vocabulary import vocabulary


def made(**fields) -> dict:
    given = {
        "account": "me",
        "audio_url": "http://x/a.mp3",
        "parameters": {"language_code": "en_us"},
        **fields,
    }
    return transcript_json(Transcript(id="t", created=1, **given))


def test_the_account_is_left_out():
    assert "me" not in made().values()
    assert "account" not in made()


def test_a_queued_transcript_has_empty_results():
    queued = made()
    names = ("status", "text", "words", "utterances", "confidence", "content_safety_labels")
    assert [queued[name] for name in names] == ["queued", None, None, None, None, {}]
    assert not queued.keys() & {"error", "audio_channels", "metadata"}
    assert queued.keys() >= {"speech_model_used", "is_deleted"}


@pytest.mark.parametrize(
    "key",
    sorted(
        vocabulary(
            "speech_understanding translated_texts speaker_options language_detection_options redact_pii_audio_options "
            "language_detection_results redact_static_entities temperature custom_topics_results redact_pii_sub prompt "
            "redact_pii_return_unredacted throttled multichannel speech_model_used is_deleted domain"
        )
    ),
)
def test_what_nobody_asked_for_is_null_as_on_the_service(key):
    assert made()[key] is None
    assert made(status="completed")[key] is None


def test_other_defaults_are_the_services():
    queued = made()
    assert (queued["remove_audio_tags"], queued["redact_pii_audio"], queued["topics"]) == ("all", False, [])
    assert made(parameters={"redact_pii": True})["redact_pii_sub"] == "hash"


def test_project_and_key_are_numbers_that_tell_accounts_apart():
    one, other = made(), made(account="you")
    assert type(one["project_id"]) is type(one["token_id"]) is int
    assert one["project_id"] != other["project_id"]


def test_a_deleted_transcript_keeps_its_switches_and_no_other_setting():
    given = {"redact_pii": True, "disfluencies": True, "webhook_url": "http://deleted_by_user"}
    kept = {"text": "Deleted by user.", "audio_duration": 9}
    left = made(
        status="completed", deleted=True, parameters=given, result=kept, audio_url="http://deleted_by_user"
    )
    filled = {name: value for name, value in left.items() if value not in (None, False)}
    assert filled.keys() == {"id", "status", "project_id", "token_id", "language_model", "acoustic_model"} | {
        "redact_pii", "disfluencies", "audio_url", "webhook_url", "text", "audio_duration", "is_deleted"
    }  # fmt: skip
    nulls = ("error", "speaker_count", "cluster_id", "punctuate", "language_code", "content_safety_labels")
    assert [left[name] for name in nulls] == [None] * 6
    assert left.keys() >= made().keys()


@pytest.mark.parametrize("status", ["completed", "error"])
def test_results_that_were_not_requested_are_unavailable_once_the_job_has_ended(status):
    ended = made(status=status)
    assert ended["content_safety_labels"]["status"] == "unavailable"
    assert ended["iab_categories_result"]["status"] == "unavailable"


def test_parameters_are_echoed():
    echo = made(parameters={"punctuate": False, "speech_models": ["new-model"], "keyterms_prompt": ["tea"]})
    assert (echo["punctuate"], echo["speech_models"], echo["keyterms_prompt"]) == (
        False,
        ["new-model"],
        ["tea"],
    )


def test_what_the_request_and_the_job_warned_of_is_in_the_metadata_alone():
    echo = made(parameters={WARNINGS: ["Tea was ignored."]}, result={WARNINGS: ["One speaker was found."]})
    assert echo["metadata"]["warning"] == "Tea was ignored."
    assert [row["message"] for row in echo["metadata"]["warnings"]] == [
        "Tea was ignored.",
        "One speaker was found.",
    ]
    assert WARNINGS not in echo


def test_a_failed_transcript_has_an_error():
    assert (
        made(status="error", error="Audio duration is too short.")["error"] == "Audio duration is too short."
    )


def test_results_replace_the_nulls():
    done = made(status="completed", result={"text": "Hi.", "audio_channels": 1})
    assert (done["text"], done["audio_channels"], done["words"]) == ("Hi.", 1, None)


def test_the_name_of_the_redacted_file_is_left_out():
    assert "redacted_audio_file" not in made(status="completed", result={"redacted_audio_file": "t-1.mp3"})
