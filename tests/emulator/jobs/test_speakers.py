import pytest

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.speakers.span import SpeakerSpan
from assemblyai_emulator.jobs.job import Job
from assemblyai_emulator.jobs.speakers import Speakers
from assemblyai_emulator.wording.words import Word

SECOND = bytes(32_000)
WORDS = [Word("Hello.", 100, 400, 0.9), Word("Hi.", 1200, 1400, 0.9)]


class TwoVoices:
    """Hears one speaker in each second, in turn."""

    def spans(self, blocks, progress_ms):
        seconds = sum(len(block) for block in blocks) // len(SECOND)
        for second in range(seconds):
            progress_ms((second + 1) * 1000)
        return [SpeakerSpan(second * 1000, second * 1000 + 1000, second % 2) for second in range(seconds)]


@pytest.fixture
def label():
    def labelling(*channels, seconds=2, **job):
        shares: list[float] = []
        speakers = Speakers(Job("a.wav", **job), shares.append, TwoVoices())
        for _ in speakers.listen([[SECOND] * len(channels)] * seconds):
            speakers.words_progress(1.0)
        labelled = [[word.speaker for word in words] for words in speakers.label(channels)]
        return labelled, speakers.warnings, shares

    return labelling


def test_words_get_the_speaker_who_speaks_in_their_middle(label):
    labelled, warnings, _ = label(WORDS, speaker_labels=True)
    assert (labelled, warnings) == ([["A", "B"]], [])


def test_nobody_is_told_apart_unless_the_request_asks_for_it(label):
    labelled, _, shares = label(WORDS)
    assert labelled == [[None, None]]
    assert shares == [1.0, 1.0]


def test_on_several_channels_the_speakers_of_each_one_are_told_apart(label):
    labelled, _, _ = label(WORDS, [], WORDS[:1], speaker_labels=True, multichannel=True)
    assert labelled == [["1A", "1B"], [], ["3A"]]


def test_progress_covers_the_speakers_too_and_never_goes_back(label):
    _, _, shares = label(WORDS, WORDS, speaker_labels=True, multichannel=True)
    assert shares == sorted(shares)
    assert shares[0] < 0.1
    assert shares[-1] == pytest.approx(1.0)


def test_speakers_expected_is_an_upper_bound_and_too_few_are_a_warning_said_once(label):
    assert label(WORDS, speaker_labels=True, features={"speakers_expected": 1})[0] == [["A", "A"]]
    _, warnings, _ = label(
        WORDS, WORDS, speaker_labels=True, multichannel=True, features={"speakers_expected": 3}
    )
    (warning,) = warnings
    assert "speakers_expected: 3 speakers were expected, but only 2" in warning


def test_audio_over_the_limit_fails_with_the_way_out_as_soon_as_that_much_has_come(label):
    with pytest.raises(
        MediaError, match=r"longer than 1 min, counted on 2 channels, .* --longest-diarization"
    ):
        label(WORDS, WORDS, seconds=31, speaker_labels=True, multichannel=True, longest_diarization_s=60)
    label(WORDS, WORDS, seconds=30, speaker_labels=True, multichannel=True, longest_diarization_s=60)
    label(WORDS, seconds=61, longest_diarization_s=60)


def test_a_stated_length_that_is_far_too_long_fails_at_once():
    speakers = Speakers(
        Job("a.wav", speaker_labels=True, longest_diarization_s=60), lambda _: None, TwoVoices()
    )
    speakers.check_stated(100_000, 1)
    with pytest.raises(MediaError, match="longer than 1 min, which"):
        speakers.check_stated(180_000, 1)
    Speakers(Job("a.wav", longest_diarization_s=60), lambda _: None, TwoVoices()).check_stated(180_000, 1)
