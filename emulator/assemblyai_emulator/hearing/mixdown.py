"""Mixes channels to one, without losing what cancels out in the mix."""

import numpy as np
from numpy.typing import NDArray

from assemblyai_emulator.hearing.samples import SAMPLE_RATE, Samples

_CANCELS_BELOW = 0.1
_CANCELS_UNTIL = 0.3
"""The power of the mix, relative to what unrelated channels of the same power give.

It is about 1 for two people on a channel each, 2 for the same voice on both, and near 0 if one channel is the other
one inverted. Below the first bound the mix is given up, and above the second one it is taken up again.
"""

_QUIET = 10.0**2
"""Power of 16-bit samples: -70 dB of full scale. Below it there is no speech to lose, and only noise to measure."""

_MUCH_LOUDER = 2.0
"""How much more power another channel must have to be taken instead: a change in the middle of a word is audible."""

_FADE_SAMPLES = SAMPLE_RATE // 100
_FADE = np.linspace(0, 1, _FADE_SAMPLES, endpoint=False, dtype=np.float32)
"""Shares of the new weights at the start of a block, so that a change does not click."""

_SECONDS_TO_WARN = 1


class Mixdown:
    """Mixes blocks of several channels: their mean, or the loudest channel where they cancel each other.

    The mean of a channel and its inverted copy is silence. A recorder with a badly wired cable makes such files.
    """

    def __init__(self, channels: int) -> None:
        self._mean = np.full(channels, 1 / channels, np.float32)
        self._weights = self._mean
        self._loudest: int | None = None
        self._cancelled_samples = 0

    @property
    def cancelled(self) -> bool:
        """Whether channels cancelled each other for a second or more, up to now."""
        return self._cancelled_samples >= _SECONDS_TO_WARN * SAMPLE_RATE

    def mono(self, block: Samples) -> Samples:
        """A block of shape (samples, 1) from one of shape (samples, channels)."""
        if not block.any():
            return np.zeros((len(block), 1), np.int16)
        channels = np.ascontiguousarray(block.transpose(), np.float32)
        before, self._weights = self._weights, self._chosen(channels)
        mixed = self._weights @ channels
        if before is not self._weights:
            start = channels[:, :_FADE_SAMPLES]
            fade = _FADE[: start.shape[1]]
            mixed[: len(fade)] = fade * mixed[: len(fade)] + (1 - fade) * (before @ start)
        mono: Samples = np.rint(mixed).astype(np.int16)[:, None]
        return mono

    def _chosen(self, channels: NDArray[np.float32]) -> NDArray[np.float32]:
        """The weight of each channel in the mix of a block of shape (channels, samples)."""
        power = np.square(channels).mean(axis=1)
        unrelated = power.sum() / len(power) ** 2
        if unrelated < _QUIET:
            return self._weights
        bound = _CANCELS_BELOW if self._loudest is None else _CANCELS_UNTIL
        if np.square(self._mean @ channels).mean() > bound * unrelated:
            self._loudest = None
            return self._mean
        self._cancelled_samples += channels.shape[1]
        loudest = int(power.argmax())
        if self._loudest is not None and power[loudest] < _MUCH_LOUDER * power[self._loudest]:
            return self._weights
        self._loudest = loudest
        weights = np.zeros_like(self._mean)
        weights[loudest] = 1
        return weights
