from itertools import pairwise

import pytest

from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.hearing.recognizer import Listening
from assemblyai_emulator.hearing.sphinx.recognizer import PocketsphinxRecognizer


@pytest.fixture(scope="module")
def recognizer():
    return PocketsphinxRecognizer("tested")


def blocks_of(path, *, multichannel=False):
    with Media(path, multichannel=multichannel) as media:
        for block in media.blocks():
            yield [block[:, channel].tobytes() for channel in range(block.shape[1])]


def channels(recognizer, blocks, progress=lambda _: None):
    return recognizer.recognize(blocks, Listening(), progress).channels


def texts(words) -> list[str]:
    return [word.text for word in words]


@pytest.fixture(scope="module")
def heard(recognizer, hello):
    """The words of hello.flac, and the progress that was reported on the way."""
    reported: list[int] = []
    (words,) = channels(recognizer, blocks_of(hello), reported.append)
    return words, reported


def test_real_speech_becomes_lower_case_words_in_order(heard):
    words, _ = heard
    assert " ".join(texts(words)) == "the weather was cold this morning we will meet again on friday"
    assert all(0 <= word.start < word.end <= 4000 for word in words)
    assert all(first.end <= second.start for first, second in pairwise(words))
    assert all(0 <= word.confidence <= 1 for word in words)


def test_each_channel_has_its_own_words_with_times_of_the_whole_file(recognizer, two_channels):
    left, right = channels(recognizer, blocks_of(two_channels, multichannel=True))
    assert {"morning", "report"} <= set(texts(left))
    assert {"yes", "monday"} <= set(texts(right))
    assert left[-1].end < right[0].start


def test_earlier_files_do_not_change_the_result(recognizer, heard, hello, two_channels):
    first, _ = heard
    channels(recognizer, blocks_of(two_channels))
    assert texts(channels(recognizer, blocks_of(hello))[0]) == texts(first)


def test_progress_is_reported_and_never_passes_the_end(heard):
    _, reported = heard
    assert 2000 < max(reported) <= 4100


def test_silence_and_empty_audio_have_no_words(recognizer):
    assert channels(recognizer, [[bytes(16_000)] * 2] * 4) == [[], []]
    assert channels(recognizer, []) == []


def test_pronunciation_marks_and_fillers_are_removed(recognizer, hello):
    class Marked:
        channel_mean = ""

        def forget(self): ...
        def begin(self): ...
        def feed(self, pcm): ...

        def end(self):
            from assemblyai_emulator.hearing.sphinx.decoder import HeardWord  # noqa: PLC0415 - used here only

            return iter(
                HeardWord(spelling, number, number + 1, 0.5)
                for number, spelling in enumerate(
                    ["<s>", "read(2)", "[NOISE]", "++UH++", "<sil>", "it", "</s>"]
                )
            )

    plain = PocketsphinxRecognizer("tested")
    plain._decoder = Marked()
    (words,) = channels(plain, blocks_of(hello))
    assert texts(words) == ["read", "it"]


def test_a_recording_sounds_the_same_whatever_was_heard_before(recognizer, hello):
    """The audio of this one breaks off in the middle of a word."""
    whole = texts(channels(recognizer, blocks_of(hello))[0])
    (first, *_) = blocks_of(hello)
    channels(recognizer, [[first[0][:32_000]]])
    assert texts(channels(recognizer, blocks_of(hello))[0]) == whole
