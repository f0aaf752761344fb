"""Spoken turns of about five seconds with silence between them, cut from the sample meeting."""

from collections.abc import Iterator
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from assemblyai_emulator.hearing.media import SAMPLE_RATE, Media
from assemblyai_tools.cli.demo import SAMPLE

_Samples: TypeAlias = npt.NDArray[np.int16]
Span: TypeAlias = tuple[float, float]
"""Where a turn starts and ends, in seconds."""

_BEFORE, _PAUSE = 0.5, 2.0
"""Seconds of silence before the first turn, and after each."""

_SHORTEST, _LONGEST = 4.5, 5.5
"""Seconds of a turn."""

_STEP = SAMPLE_RATE // 100
"""Samples in a step: 10 ms. Loudness is measured for each step."""

_LOUD, _GAP = 150, 20
"""The loudness above which a step is speech, and how many steps below it end a turn."""


def sound() -> tuple[bytes, list[Span]]:
    """The samples (16 bits, SAMPLE_RATE, one channel), and where the turns are in them."""
    parts, spans, at = [_silence(_BEFORE)], list[Span](), _BEFORE
    for turn in _turns(_meeting()):
        seconds = len(turn) / SAMPLE_RATE
        spans.append((at, at + seconds))
        parts += [turn, _silence(_PAUSE)]
        at += seconds + _PAUSE
    return np.concatenate(parts).tobytes(), spans


def size(seconds: float) -> int:
    """The bytes of that many seconds of sound."""
    return 2 * round(seconds * SAMPLE_RATE)


def _meeting() -> _Samples:
    with Media(SAMPLE) as media:
        return np.frombuffer(b"".join(block.tobytes() for block in media.blocks()), np.int16)


def _turns(samples: _Samples) -> Iterator[_Samples]:
    """The turns without a pause that take about five seconds."""
    steps = samples[: len(samples) // _STEP * _STEP].reshape(-1, _STEP).astype(np.float32)
    loud = np.flatnonzero(np.sqrt(np.square(steps).mean(axis=1)) > _LOUD)
    for run in np.split(loud, np.flatnonzero(np.diff(loud) > _GAP) + 1):
        turn = samples[run[0] * _STEP : (run[-1] + 1) * _STEP]
        if _SHORTEST <= len(turn) / SAMPLE_RATE <= _LONGEST:
            yield turn


def _silence(seconds: float) -> _Samples:
    return np.zeros(round(seconds * SAMPLE_RATE), np.int16)
