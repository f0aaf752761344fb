import numpy as np
import pytest

from assemblyai_emulator.hearing.whisper import voice_activity
from assemblyai_emulator.hearing.whisper.voice_activity import SpeechFinder

SECOND = 16_000


class Loud:
    """Takes every stretch of samples above 0.1 for speech, as long as it likes."""

    def __init__(self) -> None:
        self.searched = 0

    def spans(self, audio):
        self.searched += 1
        loud = np.concatenate(([False], np.abs(audio) > 0.1, [False]))
        edges = np.flatnonzero(np.diff(loud.astype(int)))
        return list(zip(edges[::2].tolist(), edges[1::2].tolist(), strict=True))


def sound(*seconds_and_levels: tuple[float, float]) -> bytes:
    return np.concatenate(
        [np.full(round(seconds * SECOND), level * 32767, np.int16) for seconds, level in seconds_and_levels]
    ).tobytes()


def found(pcm: bytes, detector=None, block=SECOND):
    """The spans of each piece in seconds, and the pieces' audio."""
    finder = SpeechFinder(detector or Loud())
    pieces = []
    for start in range(0, len(pcm), block):
        pieces += finder.feed(pcm[start : start + block])
    pieces += finder.finish()
    return [[(a / SECOND, b / SECOND) for a, b in piece.spans] for piece in pieces], pieces


def test_short_stretches_of_speech_share_a_piece_that_holds_nothing_else():
    spans, (piece,) = found(sound((2, 0), (3, 0.5), (5, 0), (4, 0.5), (1, 0)))
    assert spans == [[(2, 5), (10, 14)]]
    assert len(piece.audio) == 7 * SECOND
    assert np.abs(piece.audio).min() > 0.4


def test_a_piece_fits_into_whispers_window():
    spans, _ = found(sound(*[(10, 0.5), (1, 0)] * 5))
    assert spans == [[(0, 10), (11, 21)], [(22, 32), (33, 43)], [(44, 54)]]


def test_speech_that_goes_on_at_the_end_of_a_window_is_not_cut():
    spans, pieces = found(sound((55, 0), (10, 0.5), (30, 0)))
    assert spans == [[(55, 65)]]
    assert len(pieces[0].audio) == 10 * SECOND


def test_speech_that_begins_at_the_very_end_of_a_window_is_whole():
    assert found(sound((59.5, 0), (2, 0.5), (10, 0)))[0] == [[(59.5, 61.5)]]


def test_the_end_of_the_audio_may_cut_speech():
    assert found(sound((1, 0), (2, 0.5)))[0] == [[(1, 3)]]


@pytest.mark.parametrize("pcm", [b"", sound((300, 0)), sound((300, 0.0001))])
def test_silence_has_no_pieces_and_is_not_even_searched(pcm):
    detector = Loud()
    assert found(pcm, detector) == ([], [])
    assert detector.searched == 0


def test_a_piece_does_not_wait_for_more_speech_for_ever():
    finder = SpeechFinder(Loud())
    pcm = sound((1, 0.5), (200, 0))
    pieces = [
        piece for start in range(0, len(pcm), SECOND) for piece in finder.feed(pcm[start : start + SECOND])
    ]
    assert len(pieces) == 1
    assert finder.done_ms > 100_000


def test_what_is_done_never_goes_back(monkeypatch):
    monkeypatch.setattr(voice_activity, "WINDOW_SAMPLES", 10 * SECOND)
    finder = SpeechFinder(Loud())
    done = []
    pcm = sound(*[(3, 0.5), (2, 0)] * 20)
    for start in range(0, len(pcm), SECOND):
        list(finder.feed(pcm[start : start + SECOND]))
        done.append(finder.done_ms)
    assert done == sorted(done)
