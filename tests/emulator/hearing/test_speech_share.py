import pytest

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.speech_share import check, speech_share
from assemblyai_emulator.wording.words import Word


def word(start: int, end: int) -> Word:
    return Word("a", start, end, 0.5)


@pytest.mark.parametrize(
    ("words", "share"),
    [
        ([], 0.0),
        ([word(0, 250)], 0.25),
        ([word(500, 700), word(0, 250), word(200, 300)], 0.5),
        ([word(0, 900), word(100, 200)], 0.9),
        ([word(0, 2000)], 1.0),
    ],
)
def test_overlapping_speech_is_counted_once(words, share):
    assert speech_share(words, 1000) == share


def test_empty_audio_has_no_speech():
    assert speech_share([], 0) == 0


def test_too_little_speech_is_an_error_with_the_apis_text():
    with pytest.raises(MediaError) as refused:
        check([word(0, 250)], 1000, 1)
    assert str(refused.value) == (
        "Audio speech threshold 0.25 is below the requested speech threshold value 1.0. "
        "Speech: too little of the audio is spoken words."
    )


def test_enough_speech_is_accepted():
    check([word(0, 250)], 1000, 0.25)
    check([], 1000, 0)
