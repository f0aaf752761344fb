import wave

import numpy as np
import pytest

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.recognizer import Heard
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.transcription import transcribe
from assemblyai_emulator.wording.words import Word


class Recognizer:
    """Returns one word for each channel: how many milliseconds of audio it was given."""

    model = "counting"

    def recognize(self, blocks, listening, heard):
        lengths: dict[int, int] = {}
        for block in blocks:
            for channel, pcm in enumerate(block):
                lengths[channel] = lengths.get(channel, 0) + len(pcm) // 32
            heard(lengths[0])
        words = [[Word(f"{length}", 100, 200, 0.5)] for length in lengths.values()]
        return Heard(words, written=False)


@pytest.fixture
def run(tmp_path, wav):
    def running(seconds=2.0, channels=1, **parameters):
        path = tmp_path / "sound.wav"
        path.write_bytes(wav(seconds, channels=channels))
        shares: list[float] = []
        return transcribe(Job(str(path), **parameters), Recognizer(), shares.append), shares

    return running


def test_a_plain_file_has_one_channel_and_no_speakers(run):
    result, shares = run(1.5)
    word = {"text": "1500.", "start": 100, "end": 200, "confidence": 0.5, "speaker": None}
    assert result == {
        "text": "1500.",
        "confidence": 0.5,
        "words": [word],
        "utterances": None,
        "audio_duration": 2,
        "audio_channels": 1,
        "speech_model_used": "counting",
    }
    assert shares == pytest.approx([1 / 3, 2 / 3, 1])


def test_each_channel_is_a_speaker(run):
    result, _ = run(channels=2, multichannel=True)
    voices = [(turn["speaker"], turn["channel"], turn["text"]) for turn in result["utterances"]]
    assert voices == [("1", "1", "2000."), ("2", "2", "2000.")]
    assert [(word["speaker"], word["channel"]) for word in result["words"]] == [("1", "1"), ("2", "2")]
    assert result["audio_channels"] == 2


def test_an_utterance_is_its_words(run):
    result, _ = run(multichannel=True)
    (turn,) = result["utterances"]
    assert turn["words"] == result["words"]
    assert (turn["start"], turn["end"], turn["confidence"]) == (100, 200, 0.5)


def test_two_channels_are_mixed_by_default(run):
    result, _ = run(channels=2)
    assert (len(result["words"]), result["audio_channels"], result["utterances"]) == (1, 1, None)


def test_channels_that_cancel_each_other_are_heard_and_warned_of(tmp_path):
    sound = (np.sin(np.arange(32_000) / 5) * 9000).astype(np.int16)
    path = tmp_path / "inverted.wav"
    with wave.open(str(path), "wb") as file:
        file.setparams((2, 2, 16_000, 0, "NONE", ""))
        file.writeframes(np.stack([sound, -sound], axis=1).tobytes())
    (warning,) = transcribe(Job(str(path)), Recognizer(), lambda _: None)["warnings"]
    assert "send multichannel: true" in warning
    assert "warnings" not in transcribe(Job(str(path), multichannel=True), Recognizer(), lambda _: None)


def test_only_the_requested_part_is_transcribed_with_times_of_the_whole_file(run):
    result, shares = run(3.0, audio_start_from=700, audio_end_at=1900)
    assert result["text"] == "1200."
    assert (result["words"][0]["start"], result["words"][0]["end"]) == (800, 900)
    assert result["audio_duration"] == 3
    assert shares[-1] == 1


def test_a_start_after_the_end_of_the_audio_is_an_error(run):
    with pytest.raises(MediaError, match="audio_start_from is 5000 ms but the audio is only 1000 ms long"):
        run(1.0, audio_start_from=5000)


def test_without_punctuation_the_words_stay_as_decoded(run):
    assert run(1.0, punctuate=False)[0]["text"] == "1000"


def test_custom_spelling_applies_to_the_text_and_to_the_entities(run):
    spelling = [{"from": ["1000"], "to": "Friday"}]
    result, _ = run(1.0, features={"custom_spelling": spelling, "entity_detection": True})
    assert result["text"] == "Friday."
    assert [entity["text"] for entity in result["entities"]] == ["Friday"]


def test_too_little_speech_in_the_requested_part_is_an_error(run):
    assert run(2.0, audio_end_at=500, features={"speech_threshold": 0.2})[0]["text"] == "500."
    with pytest.raises(MediaError, match=r"Audio speech threshold 0\.05 is below the requested"):
        run(2.0, features={"speech_threshold": 0.2})


def test_redacted_audio_covers_the_same_part(run, tmp_path):
    target = tmp_path / "t-1.wav"
    features = {"redact_pii": True, "redact_pii_policies": ["number_sequence"]}
    result, shares = run(3.0, audio_end_at=1900, features=features, redacted_audio=str(target))
    assert (result["text"], result["redacted_audio_file"], target.exists()) == ("####.", "t-1.wav", True)
    assert shares[-1] == 1
