import numpy as np

from assemblyai_emulator.hearing.whisper.piece import halves


def test_a_piece_is_cut_where_it_is_quietest_and_each_half_knows_where_it_is():
    audio = np.ones(16_000, np.float32)
    audio[9_000:10_000] = 0
    first, second = halves(audio, [(100_000, 106_000), (200_000, 210_000)], 3_000)
    cut = len(first.audio)
    assert 9_000 < cut < 10_000
    assert len(first.audio) + len(second.audio) == 16_000
    assert first.spans == [(100_000, 106_000), (200_000, 200_000 + cut - 6_000)]
    assert second.spans == [(200_000 + cut - 6_000, 210_000)]


def test_neither_half_is_too_short():
    audio = np.ones(16_000, np.float32)
    audio[:2_000] = 0
    first, second = halves(audio, [(0, 16_000)], 5_000)
    assert min(len(first.audio), len(second.audio)) >= 5_000


def test_a_cut_between_two_stretches_leaves_no_empty_one():
    audio = np.ones(16_000, np.float32)
    audio[7_200:8_800] = 0
    first, second = halves(audio, [(0, 8_000), (50_000, 58_000)], 4_000)
    assert all(start < end for start, end in [*first.spans, *second.spans])
    assert sum(end - start for start, end in first.spans) == len(first.audio)
