"""Whether samples that should be one channel look like two channels in turn."""

import sys
from array import array
from collections.abc import Sequence
from dataclasses import dataclass, field
from operator import sub

from assemblyai_tools.streaming.parameters import StreamParameters

_QUIET = 300
"""The loudest sample of a piece that counts as silence, of 32,767."""

_STRIDE = 15
"""One of so many samples is looked at for silence, which may last for hours."""

_ENOUGH_SECONDS = 1.0
"""Seconds of sound that are looked at."""

_NEIGHBOURS = 0.6
"""In one channel a sample is farther from the next but one than from the next. In two channels the next but one is of
the same channel, and its distance is below this share of that to the next."""

_PAIRS = 0.3
"""In one channel the samples of a pair are as far from each other as from the next pair. In two channels with the same
sound they are closer: below this share of that distance."""


@dataclass(slots=True)
class Interleaving:
    """Looks at the first second of sound, and warns once."""

    parameters: StreamParameters
    _sound: "array[int]" = field(default_factory=lambda: array("h"))
    _odd: bytes = b""
    _is_done: bool = False

    def notice(self, piece: bytes) -> str | None:
        """Look at a piece: a warning, if this is the time for it."""
        if self._is_done or self.parameters.encoding != "pcm_s16le":
            return None
        whole = self._odd + piece
        size = len(whole) // 4 * 4
        self._odd = whole[size:]
        samples = array("h", whole[:size])
        if sys.byteorder == "big":
            samples.byteswap()
        some = samples[::_STRIDE]
        if not some or (max(some) <= _QUIET and min(some) >= -_QUIET):
            return None
        self._sound += samples
        if len(self._sound) < _ENOUGH_SECONDS * (self.parameters.sample_rate or 0):
            return None
        self._is_done = True
        is_two, self._sound = _is_two(self._sound), array("h")
        if not is_two:
            return None
        return (
            "The audio looks like two channels in turn (stereo), and a session takes one: its words and times will be "
            "wrong. Give one channel."
        )


def _is_two(samples: "array[int]") -> bool:
    within = _distance(samples[::2], samples[1::2])
    across = _distance(samples[1:-1:2], samples[2::2])
    two = _distance(samples[:-2], samples[2:])
    return min(within, across) < _PAIRS * max(within, across) or two < _NEIGHBOURS * (within + across)


def _distance(ones: Sequence[int], others: Sequence[int]) -> int:
    """The sum of the differences between samples."""
    return sum(map(abs, map(sub, ones, others)))
