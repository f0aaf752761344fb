import shutil
from types import SimpleNamespace

import pytest

from assemblyai_emulator.errors import StorageError
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.redaction import results
from assemblyai_emulator.redacted_audio_json import AUDIO_FILE
from assemblyai_emulator.wording.transcript_text import text_fields

PHONE = "My social security number is one two three four."
POLICIES = {"redact_pii": True, "redact_pii_policies": ["us_social_security_number"]}


@pytest.fixture
def job(tmp_path, wav):
    def making(**features) -> Job:
        (tmp_path / "sound").write_bytes(wav(0.5))
        return Job(str(tmp_path / "sound"), features=features, redacted_audio=str(tmp_path / "t-1.wav"))

    return making


def run(words, job: Job) -> dict:
    return results(words, job, lambda _: None)


def test_without_redaction_the_words_are_unchanged(say, job):
    words = say(PHONE)
    assert run(words, job()) == text_fields(words, with_turns=False)


def test_redaction_covers_the_words_and_the_audio(say, job, tmp_path):
    fields = run(say(PHONE), job(**POLICIES))
    assert fields["text"] == "My social security number is #### #### #### ####."
    assert fields[AUDIO_FILE] == "t-1.wav"
    assert (tmp_path / "t-1.wav").exists()
    assert not [name for name in fields if name.startswith("unredacted")]


def test_the_unredacted_words_are_included_on_request(say, job):
    fields = run(say(PHONE), job(**POLICIES, redact_pii_return_unredacted=True))
    assert (fields["unredacted_text"], fields["unredacted_utterances"]) == (PHONE, None)


def test_a_custom_spelling_does_not_defeat_redaction(say, job):
    spelling = [{"from": ["social security"], "to": "SSN"}]
    text = run(say(PHONE), job(**POLICIES, custom_spelling=spelling))["text"]
    assert text == "My SSN number is #### #### #### ####."


@pytest.mark.parametrize("wanted", [False, True])
def test_redacted_audio_without_speech_is_written_only_on_request(job, wanted):
    options = {"return_redacted_no_speech_audio": wanted}
    assert (AUDIO_FILE in run([], job(**POLICIES, redact_pii_audio_options=options))) == wanted


def test_redacted_audio_leaves_some_of_the_disk_free(say, job, tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(total=1000, free=49))
    with pytest.raises(StorageError, match="disk is full"):
        run(say(PHONE), job(**POLICIES))
    assert [path.name for path in tmp_path.iterdir()] == ["sound"]
