from assemblyai_emulator.redacted_audio_json import AUDIO_FILE, redacted_audio_json
from assemblyai_emulator.store.transcripts import Transcript


def made(**fields) -> Transcript:
    return Transcript(id="t", account="me", created=1, audio_url="http://x/a.mp3", parameters={}, **fields)


def test_the_url_is_on_the_host_that_the_client_used():
    found = redacted_audio_json(made(result={AUDIO_FILE: "t-0.mp3"}), "http://here:1")
    assert found["status"] == "redacted_audio_ready"
    assert found["redacted_audio_url"].startswith("http://here:1/redacted-audio/t-0.mp3?expires=")


def test_without_a_file_there_is_no_json():
    assert redacted_audio_json(made(), "http://here:1") is None
