"""The form of decoded audio: 16-bit samples, 16,000 a second."""

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

SAMPLE_RATE = 16_000
"""Samples per second of all audio that recognizers get."""

BLOCK_SAMPLES = SAMPLE_RATE // 2

Samples = NDArray[np.int16]
"""Shape (samples, channels)."""


def rechunked(frames: Iterator[Samples], channels: int) -> Iterator[Samples]:
    """Blocks of half a second from frames of any size. The last block may be shorter."""
    buffer = np.empty((0, channels), np.int16)
    for frame in frames:
        buffer = np.concatenate((buffer, frame))
        while len(buffer) >= BLOCK_SAMPLES:
            yield buffer[:BLOCK_SAMPLES]
            buffer = buffer[BLOCK_SAMPLES:]
    if len(buffer):
        yield buffer
