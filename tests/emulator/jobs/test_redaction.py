import pytest

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
    return results(words, job, lambda: None)


def test_without_redaction_the_words_are_as_they_are(say, job):
    words = say(PHONE)
    assert run(words, job()) == text_fields(words, multichannel=False)


def test_redacted_words_come_with_the_file_of_their_audio(say, job, tmp_path):
    keys = run(say(PHONE), job(**POLICIES))
    assert keys["text"] == "My social security number is #### #### #### ####."
    assert keys[AUDIO_FILE] == "t-1.wav"
    assert (tmp_path / "t-1.wav").exists()
    assert not [name for name in keys if name.startswith("unredacted")]


def test_the_unredacted_words_are_given_on_demand(say, job):
    keys = run(say(PHONE), job(**POLICIES, redact_pii_return_unredacted=True))
    assert (keys["unredacted_text"], keys["unredacted_utterances"]) == (PHONE, None)


def test_a_new_spelling_cannot_hide_what_is_to_be_hidden(say, job):
    spelling = [{"from": ["social security"], "to": "SSN"}]
    text = run(say(PHONE), job(**POLICIES, custom_spelling=spelling))["text"]
    assert text == "My SSN number is #### #### #### ####."


@pytest.mark.parametrize("wanted", [False, True])
def test_audio_without_speech_is_written_only_on_demand(job, wanted):
    options = {"return_redacted_no_speech_audio": wanted}
    assert (AUDIO_FILE in run([], job(**POLICIES, redact_pii_audio_options=options))) == wanted
