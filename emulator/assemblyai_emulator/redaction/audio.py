"""Writes a copy of an audio file with stretches of it beeped or silenced."""

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
_BEEP_HZ = 1000
# A tenth of full scale: audible beside speech, and not painful.
_BEEP_LEVEL = 3277


@dataclass(frozen=True, slots=True)
class Cover:
    """What must not be heard: `spans` are replaced, and what lies outside of `start_ms` to `end_ms` is silenced.

    Nobody has listened for personal data there.
    """

    spans: Sequence[Span]
    beep: bool = True
    start_ms: int = 0
    end_ms: int | None = None


def write(source: Path, target: Path, cover: Cover, progress: Callable[[], None]) -> None:
    """Write `target`, MP3 or WAV by its suffix, in the source's length, with one or two channels.

    `progress` is called a few times for each second of work. `target` appears when it is complete.
    Raises MediaError when the source cannot be decoded.
    """
    partial = target.with_suffix(".part")
    with Media(source) as media:
        rate = _rate(media.own_rate)
        layout = "mono" if media.own_channels == 1 else "stereo"
        with Encoder(partial, target.suffix.removeprefix("."), rate, layout) as encoder:
            for frame in _covered(media.frames("s16p", layout, rate), cover, rate):
                encoder.write(frame)
                progress()
    partial.rename(target)


def _rate(own: int) -> int:
    """The lowest rate an MP3 may have that loses nothing."""
    return next((rate for rate in _RATES if rate >= own), _RATES[-1])


def _covered(frames: Iterator[AudioFrame], cover: Cover, rate: int) -> Iterator[AudioFrame]:
    place = 0
    for frame in frames:
        samples = _written(frame.to_ndarray().astype(np.int16), place, cover, rate)
        place += frame.samples
        written = AudioFrame.from_ndarray(samples, format="s16p", layout=frame.layout.name)
        written.sample_rate = rate
        yield written


def _written(samples: NDArray[np.int16], place: int, cover: Cover, rate: int) -> NDArray[np.int16]:
    """The samples, of shape (channels, samples), of which the first is the file's `place`-th."""
    numbers: NDArray[np.int64] = np.arange(place, place + samples.shape[1], dtype=np.int64)
    times = numbers * 1000 / rate
    unheard = times < cover.start_ms
    if cover.end_ms is not None:
        unheard |= times >= cover.end_ms
    sound = _beep(numbers, rate) if cover.beep else np.zeros(len(numbers), np.int16)
    samples = np.where(_inside(times, cover.spans), sound, samples)
    return np.ascontiguousarray(np.where(unheard, np.int16(0), samples))


def _inside(times: NDArray[np.float64], spans: Sequence[Span]) -> NDArray[np.bool_]:
    """Which of the times, in ascending order, lie in a span; the spans are in order and apart."""
    edges = np.array(spans, np.float64).reshape(-1)
    # Before the first edge is outside, behind the first and before the second inside, and so on.
    inside: NDArray[np.bool_] = np.searchsorted(edges, times, side="right") % 2 == 1
    return inside


def _beep(numbers: NDArray[np.int64], rate: int) -> NDArray[np.int16]:
    return (_BEEP_LEVEL * np.sin(2 * np.pi * _BEEP_HZ * numbers / rate)).astype(np.int16)
