from itertools import pairwise

import pytest

from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.hearing.sphinx.decoder import Decoder, VoiceDetector


def test_the_decoder_returns_words_with_frames_and_probabilities(hello):
    decoder = Decoder()
    decoder.begin()
    with Media(hello) as media:
        for block in media.blocks():
            decoder.feed(block.tobytes())
    words = list(decoder.end())
    assert "weather" in [word.spelling for word in words]
    assert all(first.end_frame == second.start_frame for first, second in pairwise(words))
    assert all(0 <= word.probability <= 1.001 for word in words)


def test_without_a_second_pass_the_end_of_a_segment_changes_no_word(hello):
    decoder = Decoder(second_pass=False)
    decoder.begin()
    with Media(hello) as media:
        for block in media.blocks():
            decoder.feed(block.tobytes())
    so_far = [word.spelling for word in decoder.so_far()]
    assert "weather" in so_far
    assert [word.spelling for word in decoder.end()] == so_far


def test_the_channel_mean_can_be_saved_and_restored():
    decoder = Decoder()
    decoder.channel_mean = "1,2,3,0,0,0,0,0,0,0,0,0,0"
    assert decoder.channel_mean.startswith("1,2,3")


def test_the_detector_accepts_whole_frames_only():
    detector = VoiceDetector()
    assert detector.process(bytes(detector.frame_bytes)) == b""
    with pytest.raises(IndexError):
        detector.process(bytes(3))
