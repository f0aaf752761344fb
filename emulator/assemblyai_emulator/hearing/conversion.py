"""Converts decoded frames of any format to one sample format, channel layout and sample rate."""

from collections.abc import Iterable, Iterator

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.audio.resampler import AudioResampler

STEREO = AudioLayout("stereo")


class Conversion:
    """A resampler that survives a change of the source's format, and that can insert silence.

    `sample_format` is "s16" or "s16p". `samples` counts what came out, per channel. Raises the library's FFmpegError or
    ValueError for a frame that cannot be converted.
    """

    def __init__(self, sample_format: str, layout: str, rate: int) -> None:
        self.samples = 0
        self._format = sample_format
        self._layout = layout
        self._rate = rate
        self._source: tuple[str, str, int] | None = None
        self._silent_until = 0
        self._resampler = self._new_resampler()

    def convert(self, frame: AudioFrame) -> Iterator[AudioFrame]:
        source = (frame.format.name, frame.layout.name, frame.sample_rate)
        if source != self._source:
            yield from self.flush()
            self._source = source
        # The resampler needs no timestamps, and a damaged one must not confuse it.
        frame.pts = None
        yield from self._counted(self._resampler.resample(self._mixable(frame)))

    def silence(self, until: int) -> Iterator[AudioFrame]:
        """Silence until `samples` is `until`, a second at a time. The rest comes out when something else follows."""
        if self._source is not None:
            yield from self.flush()
        self._silent_until = until
        while self.samples + self._rate <= until:
            yield from self._silent(self._rate)

    def flush(self) -> Iterator[AudioFrame]:
        """What is still held. The next frame may have another format."""
        if self._source is not None:
            yield from self._counted(self._resampler.resample(None))
            self._resampler = self._new_resampler()
            self._source = None
        elif self.samples < self._silent_until:
            yield from self._silent(self._silent_until - self.samples)

    def _new_resampler(self) -> AudioResampler:
        # Few large frames take half the time of many small ones.
        return av.AudioResampler(
            format=self._format, layout=self._layout, rate=self._rate, frame_size=self._rate // 2
        )

    def _counted(self, frames: Iterable[AudioFrame]) -> Iterator[AudioFrame]:
        for frame in frames:
            self.samples += frame.samples
            yield frame

    def _silent(self, count: int) -> Iterator[AudioFrame]:
        channels = AudioLayout(self._layout).nb_channels
        shape = (channels, count) if self._format.endswith("p") else (1, count * channels)
        frame = AudioFrame.from_ndarray(np.zeros(shape, np.int16), format=self._format, layout=self._layout)
        frame.sample_rate = self._rate
        yield from self._counted([frame])

    def _mixable(self, frame: AudioFrame) -> AudioFrame:
        """The frame, or the mean of its channels if they have no places: the library cannot mix such channels."""
        if self._layout == frame.layout.name or not has_no_places(frame.layout):
            return frame
        samples = frame.to_ndarray()
        by_channel = (
            samples if frame.format.is_planar else samples.reshape(-1, frame.layout.nb_channels).transpose()
        )
        mean = by_channel.mean(axis=0, keepdims=True).astype(samples.dtype)
        mono = AudioFrame.from_ndarray(mean, format=frame.format.name, layout="mono")
        mono.sample_rate = frame.sample_rate
        return mono


def has_no_places(layout: AudioLayout) -> bool:
    """Whether a layout of more than two channels only counts them ("9 channels"), and does not say what each is."""
    return layout.nb_channels > STEREO.nb_channels and layout.name.endswith(" channels")
