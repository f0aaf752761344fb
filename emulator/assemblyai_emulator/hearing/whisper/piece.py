"""Pieces of speech: stretches of one channel, put together."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from assemblyai_emulator.hearing.media import SAMPLE_RATE

Audio = NDArray[np.float32]
"""Samples from -1 to 1, 16,000 a second."""

Span = tuple[int, int]
"""The first sample of a stretch of audio, and the first one after it."""

_PAUSE = SAMPLE_RATE // 10
"""Samples. A cut is made in the middle of the quietest stretch of this length."""


@dataclass(frozen=True, slots=True)
class Piece:
    """Stretches of speech, put together, and where each of them is in the channel."""

    audio: Audio
    spans: list[Span]


def halves(audio: Audio, spans: Sequence[Span], shortest: int) -> tuple[Piece, Piece]:
    """The piece cut in two, neither shorter than `shortest` samples: where it is quietest."""
    places = np.arange(shortest, len(audio) - shortest + 1, _PAUSE // 2)
    power = [float(np.square(audio[max(place - _PAUSE // 2, 0) :][:_PAUSE]).sum()) for place in places]
    cut = int(places[int(np.argmin(power))])
    before: list[Span] = []
    after: list[Span] = []
    done = 0
    for start, end in spans:
        # The cut's place within this stretch, if it is in it.
        inside = start + min(max(cut - done, 0), end - start)
        before += [(start, inside)] if inside > start else []
        after += [(inside, end)] if end > inside else []
        done += end - start
    return Piece(audio[:cut], before), Piece(audio[cut:], after)
