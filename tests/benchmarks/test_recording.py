from benchmarks.recording import WORDS_AN_HOUR, scenario

from assemblyai_emulator.scenarios.transcript import ScenarioTranscript


def words(transcript):
    return [word for turn in transcript["utterances"] for word in turn["words"]]


def test_an_hour_is_nine_thousand_words_of_two_speakers_in_their_order():
    spoken = words(scenario(1))
    assert len(spoken) == WORDS_AN_HOUR
    assert {word["speaker"] for word in spoken} == {"A", "B"}
    assert all(word["start"] < word["end"] for word in spoken)
    assert [word["start"] for word in spoken] == sorted(word["start"] for word in spoken)
    assert 3_590_000 < spoken[-1]["end"] <= 3_600_000
    assert 41_000 < len(" ".join(word["text"] for word in spoken)) < 45_000


def test_it_is_the_same_conversation_every_time_and_one_that_the_emulator_takes():
    assert scenario(1) == scenario(1)
    assert ScenarioTranscript.model_validate(scenario(1)).audio_duration == 3600
