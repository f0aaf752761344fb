import hashlib
import io
import json
import wave

import pytest
from evals.recordings import ALL, CALL, INTERVIEW, STANDUP, write_scenarios


@pytest.mark.parametrize("recording", [one for one in ALL if one.is_file], ids=lambda one: one.where)
def test_a_file_is_audio_as_long_as_its_words_and_the_same_each_time(recording):
    with wave.open(io.BytesIO(recording.content)) as file:
        seconds = file.getnframes() / file.getframerate()
    assert recording.turns[-1].end / 1000 <= seconds <= recording.turns[-1].end / 1000 + 1
    assert hashlib.sha256(recording.content).hexdigest() == recording.scenario["audio_sha256"]


def test_the_files_differ():
    assert len({one.content[:1000] for one in ALL if one.is_file}) == sum(one.is_file for one in ALL)


def test_the_times_of_a_word_are_those_of_its_scenario():
    words = [word for turn in INTERVIEW.scenario["transcript"]["utterances"] for word in turn["words"]]
    assert INTERVIEW.times_of("refund") == [word["start"] for word in words if word["text"] == "refund."]
    assert len(INTERVIEW.times_of("refund")) == 3
    assert CALL.times_of("miller") == [
        word["start"]
        for turn in CALL.scenario["transcript"]["utterances"]
        for word in turn["words"]
        if word["text"] == "Miller."
    ]


def test_the_emulator_gets_a_file_for_each_recording(tmp_path):
    folder = write_scenarios(tmp_path / "scenarios")
    found = [json.loads(path.read_text()) for path in folder.iterdir()]
    assert len(found) == len(ALL)
    assert STANDUP.scenario in found
