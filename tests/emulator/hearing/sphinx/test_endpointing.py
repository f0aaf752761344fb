import numpy as np
import pytest

from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.hearing.sphinx import endpointing
from assemblyai_emulator.hearing.sphinx.endpointing import Endpointer


@pytest.fixture(scope="session")
def speech(hello) -> bytes:
    with Media(hello) as media:
        return b"".join(block.tobytes() for block in media.blocks())


SILENCE = bytes(32 * 1000)


def segments(pcm: bytes, size: int = 10_000):
    endpointer = Endpointer()
    found = []
    for offset in range(0, len(pcm), size):
        found += endpointer.feed(pcm[offset : offset + size])
    return [*found, *endpointer.finish()]


def test_silence_has_no_speech():
    assert segments(SILENCE * 5) == []


def test_no_audio_has_no_speech():
    assert segments(b"") == []


def test_a_segment_of_speech_has_a_short_lead(speech):
    found = segments(SILENCE * 2 + speech + SILENCE)
    assert [len(found), found[0].start_ms] == [1, pytest.approx(1900, abs=250)]
    start = found[0].start_ms * 32
    assert (SILENCE * 2 + speech + SILENCE)[start:].startswith(found[0].pcm)


def test_each_segment_has_its_start(speech):
    pcm = speech + SILENCE + speech + SILENCE
    first, second = segments(pcm)
    assert second.start_ms - first.start_ms == pytest.approx(len(speech) // 32 + 1000, abs=60)
    assert pcm[second.start_ms * 32 :].startswith(second.pcm)


def test_the_size_of_the_chunks_does_not_matter(speech):
    pcm = speech + SILENCE + speech
    assert segments(pcm, 7) == segments(pcm, 31_337) == segments(pcm, len(pcm))


@pytest.mark.parametrize("cut", [0, 2, 480, 958])
def test_speech_that_is_cut_off_by_the_end_is_kept(speech, cut):
    """The end can be anywhere within one of the detector's frames, which have 960 bytes."""
    pcm = speech[: 960 * 60 + cut]
    assert sum(len(segment.pcm) for segment in segments(pcm)) >= 960 * 50


def test_long_speech_is_split_at_its_quietest_moment(speech, monkeypatch):
    monkeypatch.setattr(endpointing, "LONGEST_MS", 3000)
    monkeypatch.setattr(endpointing, "_SEARCH_MS", 1500)
    # The quietest moment: 100 ms of silence, too short to end a segment, 2.4 s after its start.
    samples = np.frombuffer(speech, np.int16).copy()
    samples[2400 * 16 : 2500 * 16] = 0
    whole = samples.tobytes()
    first, second = segments(whole)
    assert 2400 <= first.start_ms + len(first.pcm) // 32 <= 2500
    assert second.start_ms == first.start_ms + len(first.pcm) // 32
