import pytest

from assemblyai_emulator.jobs.time_limit import Deadline, TimeLimit

MINUTE_OF_WAV = 60 * 32_000


def test_a_slow_machine_has_ample_time_for_an_hour_of_speech():
    # A slow machine needs half a second for a second of audio.
    assert TimeLimit(60 * MINUTE_OF_WAV, speaker_labels=False).seconds(3600) > 3600 * 0.5 * 2


def test_speaker_labels_have_more_time():
    # A slow machine needs thirteen seconds for a second of audio.
    assert TimeLimit(20 * MINUTE_OF_WAV, speaker_labels=True).seconds(1200) > 1200 * 13 * 2


def test_a_large_model_has_more_time_still():
    # On a slow machine it needs thirty seconds for a second of audio.
    limit = TimeLimit(MINUTE_OF_WAV, speaker_labels=False, large_model=True)
    assert limit.seconds(60) > 60 * 30


def test_a_file_without_a_stated_length_is_limited_by_its_size():
    limit = TimeLimit(MINUTE_OF_WAV, speaker_labels=False)
    assert (
        limit.seconds(60)
        < limit.seconds(None)
        < TimeLimit(2 * MINUTE_OF_WAV, speaker_labels=False).seconds(None)
    )


def test_a_small_file_that_states_ten_hours_is_not_believed():
    assert TimeLimit(200_000, speaker_labels=False).seconds(36_000) < 36_000 / 3


@pytest.mark.parametrize("stated", [None, 1e9])
def test_no_file_has_more_time_than_the_longest_audio_that_is_accepted(stated):
    most = TimeLimit(10**13, speaker_labels=False)
    assert most.seconds(stated) == most.seconds(36_000)


def test_what_was_decoded_prolongs_the_time_and_never_shortens_it():
    moves: list[float] = []
    limit = TimeLimit(MINUTE_OF_WAV, speaker_labels=False)
    deadline = Deadline(limit, moves.append)
    for learn, seconds in [(deadline.stated, 3), (deadline.decoded, 1), (deadline.decoded, 60)]:
        learn(seconds)
        assert deadline.seconds == moves[-1]
    assert moves == [limit.seconds(3), limit.seconds(3), limit.seconds(60)]
