"""The diarization error rate: time that is missed, made up, or given to the wrong speaker."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import permutations
from typing import Self

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.recording import Turn

_FRAMES_PER_SECOND = 100
COLLAR = 0.25
"""Seconds before and after each border of a true turn that do not count: people set borders no more exactly."""


@dataclass(frozen=True, slots=True)
class SpeakerErrors:
    """Seconds. Where two people speak at once, the time counts twice. `speech` is the whole that was said."""

    speech: float
    missed: float
    added: float
    confused: float

    @classmethod
    def of(cls, truth: Sequence[Turn], found: Sequence[Turn], collar: float = COLLAR) -> Self:
        """The found speakers are matched with the true ones as well as can be, each with at most one."""
        length = _frame(max(turn.end for turn in (*truth, *found))) + 1
        counts = np.ones(length, bool)
        for border in (border for turn in truth for border in (turn.start, turn.end)):
            counts[_frame(max(border - collar, 0)) : _frame(border + collar)] = False
        true_speakers, found_speakers = _by_speaker(truth, counts), _by_speaker(found, counts)
        said, heard = true_speakers.sum(axis=0), found_speakers.sum(axis=0)
        right = _best_match(true_speakers, found_speakers)
        frames = (
            said.sum(),
            np.maximum(said - heard, 0).sum(),
            np.maximum(heard - said, 0).sum(),
            np.minimum(said, heard).sum() - right,
        )
        return cls(*(float(number) / _FRAMES_PER_SECOND for number in frames))

    @property
    def rate(self) -> float:
        """0 is perfect. It can be more than 1."""
        return (self.missed + self.added + self.confused) / self.speech


def _by_speaker(turns: Sequence[Turn], counts: NDArray[np.bool_]) -> NDArray[np.int64]:
    """A row for each speaker: 1 in each frame in which the speaker speaks and which counts."""
    speakers = sorted({turn.speaker for turn in turns})
    frames = np.zeros((len(speakers), len(counts)), np.int64)
    for turn in turns:
        frames[speakers.index(turn.speaker), _frame(turn.start) : _frame(turn.end)] = 1
    return frames * counts


def _best_match(truth: NDArray[np.int64], found: NDArray[np.int64]) -> int:
    """The most frames that can be right. All matches are tried: that is quick for up to some eight speakers."""
    shared = truth @ found.T
    if shared.shape[0] > shared.shape[1]:
        shared = shared.T
    fewer, more = len(shared), len(shared.T)
    return max(int(shared[range(fewer), order].sum()) for order in permutations(range(more), fewer))


def _frame(seconds: float) -> int:
    return round(seconds * _FRAMES_PER_SECOND)
