"""Makes audio and video files whose sound stands at known times."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

import av
import numpy as np

RATE = 48_000
"""Samples per second of the sound in these files."""


def tone(seconds: float, hertz: float = 440, rate: int = RATE) -> np.ndarray:
    return (9000 * np.sin(2 * np.pi * hertz * np.arange(round(seconds * rate)) / rate)).astype(np.int16)


def write(
    path: Path,
    codec: str,
    sounds: Sequence[tuple[float, np.ndarray]],
    *,
    video: tuple[float, float] | None = None,
    rate: int = RATE,
    **options: str,
) -> Path:
    """Write the sounds, each at its time in seconds, and nothing between them. `video` is its start and end."""
    with av.open(str(path), "w", options=options) as container:
        picture = container.add_stream("mpeg2video", rate=25) if video else None
        sound = container.add_stream(codec, rate=rate, layout="mono")
        packets = [] if picture is None else _pictures(picture, *video)
        for start, samples in sounds:
            packets += _encoded(sound, start, samples, rate)
        packets += sound.encode(None)
        for packet in sorted((p for p in packets if p.dts is not None), key=lambda p: p.dts * p.time_base):
            container.mux(packet)
    return path


def _encoded(stream, start: float, samples: np.ndarray, rate: int) -> list[av.Packet]:
    context = stream.codec_context
    cut = av.AudioResampler(context.format.name, "mono", rate, frame_size=context.frame_size or 960)
    frame = av.AudioFrame.from_ndarray(samples.reshape(1, -1), format="s16", layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, round(start * rate), Fraction(1, rate)
    return [packet for part in [*cut.resample(frame), *cut.resample(None)] for packet in stream.encode(part)]


def _pictures(stream, start: float, end: float) -> list[av.Packet]:
    stream.width, stream.height, stream.pix_fmt = 32, 32, "yuv420p"
    packets = []
    for number in range(round(start * 25), round(end * 25)):
        frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), number % 256, np.uint8), format="rgb24")
        frame.pts, frame.time_base = number, Fraction(1, 25)
        packets += stream.encode(frame)
    return packets + stream.encode(None)


def loud_spans(samples: np.ndarray, rate: int = 16_000) -> list[tuple[float, float]]:
    """Start and end in seconds of each stretch of sound, to 10 ms. Pauses of less than 100 ms do not count."""
    tens = np.abs(samples[: len(samples) // (rate // 100) * (rate // 100)].reshape(-1, rate // 100)).max(
        axis=1
    )
    spans: list[tuple[float, float]] = []
    for index in np.flatnonzero(tens > 1000):
        if spans and index / 100 - spans[-1][1] < 0.1:
            spans[-1] = (spans[-1][0], (index + 1) / 100)
        else:
            spans.append((index / 100, (index + 1) / 100))
    return spans
