"""Writes a copy of an audio file with some time spans beeped or silenced."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from av.audio.frame import AudioFrame
from numpy.typing import NDArray

from assemblyai_emulator.hearing.media import Media
from assemblyai_emulator.redaction.encoder import Encoder
from assemblyai_emulator.redaction.spans import Span

_RATES = (8000, 11_025, 12_000, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000)
"""Sample rates in Hz that an MP3 file may have."""

_BEEP_HZ = 1000
_BEEP_LEVEL = 3277
"""Amplitude of a 16-bit sample: a tenth of full scale, which is audible next to speech and not painful."""


@dataclass(frozen=True, slots=True)
class Mask:
    """The audio to remove: `spans` are beeped or silenced, and everything outside `start_ms` to `end_ms` is silenced.

    The audio outside was not transcribed, so nothing has looked for personal data in it.
    """

    spans: Sequence[Span]
    beep: bool = True
    start_ms: int = 0
    end_ms: int | None = None


def write(source: Path, target: Path, mask: Mask, progress: Callable[[float], None]) -> None:
    """Write `target`, MP3 or WAV by its suffix, with the source's length and one or two channels.

    `progress` is called often, with the seconds of audio written so far. `target` appears only when it is complete.
    Raises MediaError if the source cannot be decoded, and OSError if `target` cannot be written. Then nothing is left.
    """
    partial = target.with_suffix(".part")
    try:
        _write(source, partial, target.suffix.removeprefix("."), mask, progress)
        partial.rename(target)
    except BaseException:
        partial.unlink(missing_ok=True)
        raise


def _write(
    source: Path, partial: Path, file_format: str, mask: Mask, progress: Callable[[float], None]
) -> None:
    with Media(source) as media:
        rate = _rate(media.own_rate)
        layout = "mono" if media.own_channels == 1 else "stereo"
        with Encoder(partial, file_format, rate, layout) as encoder:
            samples = 0
            for frame in _masked_frames(media.frames("s16p", layout, rate), mask, rate):
                encoder.write(frame)
                samples += frame.samples
                progress(samples / rate)


def _rate(own: int) -> int:
    """The lowest sample rate that an MP3 may have and that loses nothing."""
    return next((rate for rate in _RATES if rate >= own), _RATES[-1])


def _masked_frames(frames: Iterator[AudioFrame], mask: Mask, rate: int) -> Iterator[AudioFrame]:
    offset = 0
    for frame in frames:
        samples = _masked(frame.to_ndarray().astype(np.int16), offset, mask, rate)
        offset += frame.samples
        masked = AudioFrame.from_ndarray(samples, format="s16p", layout=frame.layout.name)
        masked.sample_rate = rate
        yield masked


def _masked(samples: NDArray[np.int16], offset: int, mask: Mask, rate: int) -> NDArray[np.int16]:
    """The masked samples, shaped (channels, samples); `offset` is the first one's index in the file."""
    indexes: NDArray[np.int64] = np.arange(offset, offset + samples.shape[1], dtype=np.int64)
    times = indexes * 1000 / rate
    outside = times < mask.start_ms
    if mask.end_ms is not None:
        outside |= times >= mask.end_ms
    replacement = _beep(indexes, rate) if mask.beep else np.zeros(len(indexes), np.int16)
    samples = np.where(_inside(times, mask.spans), replacement, samples)
    return np.ascontiguousarray(np.where(outside, np.int16(0), samples))


def _inside(times: NDArray[np.float64], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Which of the times are in a span. Times and spans are in ascending order, and spans do not overlap."""
    edges = np.array(spans, np.float64).reshape(-1)
    # After an odd number of span edges a time is inside a span, after an even number it is outside.
    inside: NDArray[np.bool_] = np.searchsorted(edges, times, side="right") % 2 == 1
    return inside


def _beep(indexes: NDArray[np.int64], rate: int) -> NDArray[np.int16]:
    return (_BEEP_LEVEL * np.sin(2 * np.pi * _BEEP_HZ * indexes / rate)).astype(np.int16)
