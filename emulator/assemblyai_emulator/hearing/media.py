"""Decodes common audio and video files to 16 kHz PCM, block by block, on the clock that a media player shows."""

from collections.abc import Generator, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Self, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.layout import AudioLayout
from av.error import EOFError as EndOfFileError
from av.error import FFmpegError, InvalidDataError
from av.format import Flags

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.container import NamelessReader, open_audio
from assemblyai_emulator.hearing.conversion import STEREO, Conversion, has_no_places
from assemblyai_emulator.hearing.digital_silence import DigitalSilence
from assemblyai_emulator.hearing.media_clock import MediaClock
from assemblyai_emulator.hearing.mixdown import Mixdown
from assemblyai_emulator.hearing.samples import BLOCK_SAMPLES, SAMPLE_RATE, Samples, rechunked

__all__ = ["BLOCK_SAMPLES", "LONGEST_SECONDS", "SAMPLE_RATE", "SHORTEST_SAMPLES", "Media", "Samples"]

LONGEST_SECONDS = 10 * 60 * 60
SHORTEST_SAMPLES = SAMPLE_RATE * 160 // 1000

_LONGEST_UNSTATED_GAP = 10 * 60
"""Seconds. A longer gap is not believed in a format that does not state its length, or whose clock may restart."""

_CLOCK_MAY_RESTART = Flags.ts_discont
"""The library's mark of formats such as MPEG-TS and Ogg, whose parts may be joined with their own timestamps."""

_RATES = range(2000, 768_000 + 1)
"""Sample rates in Hz. Speech needs more than the lowest; no recorder has more than the highest."""

_MOST_CHANNELS = 64

_MOST_SAMPLES = LONGEST_SECONDS * 48_000 * 8
"""Samples of all channels before conversion: ten hours of eight channels at 48 kHz.

A real file with more does not fit into the 5 GB that a file may have. A few megabytes of FLAC can claim many times as
much, and would take minutes to decode.
"""

_UNDECODABLE = "Transcoding failed. Codec: none of the audio can be decoded. The file is damaged or cut off."


class Media:
    """One audio file, opened for decoding. A context manager.

    `own_channels` and `own_rate` (samples per second) are the file's. `channels` is the number of decoded channels:
    all of them with `multichannel`, otherwise one.
    Raises MediaError with the API's error text, and with which of container, codec or length it was.
    """

    def __init__(self, path: Path, *, multichannel: bool = False) -> None:
        self._path = path
        self._file = path.open("rb")
        self._reader = NamelessReader(self._file, path.stat().st_size)
        try:
            self._container, self._stream = open_audio(self._reader, path)
            self.own_rate, layout = self._own_format()
        except BaseException:
            self._file.close()
            raise
        self.own_channels = layout.nb_channels
        self.channels = self.own_channels if multichannel else 1
        self._layout = _decoded_layout(layout, multichannel=multichannel)
        self._mixdown = Mixdown(self._layout.nb_channels)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()
        self._file.close()

    @property
    def stated_seconds(self) -> float | None:
        """The duration that the file states, in seconds. None if it states none."""
        return self._container.duration / av.time_base if self._container.duration else None

    @property
    def mix_cancelled(self) -> bool:
        """Whether channels cancelled each other in the mix to one, so that the loudest was taken instead.

        Complete when `blocks` has ended. Never with `multichannel`.
        """
        return self._mixdown.cancelled

    def share_until(self, milliseconds: int) -> float:
        """The share of the file before that time, 0 to 1. By bytes read if the file does not state its duration."""
        if not self._container.duration:
            return self._reader.share_read()
        return min(milliseconds * av.time_base / 1000 / self._container.duration, 1.0)

    def blocks(self) -> Iterator[Samples]:
        """Arrays of half a second, of shape (samples, channels). The first sample is at the file's zero.

        Raises MediaError if the audio is shorter than 160 ms or longer than 10 hours.
        """
        total = 0
        channels = self._layout.nb_channels
        for block in rechunked(self._samples(channels), channels):
            total += len(block)
            if total > LONGEST_SECONDS * SAMPLE_RATE:
                raise MediaError(
                    "Audio duration is too long. Length: more than 10 hours, which is the maximum. Split the file."
                )
            yield block if channels == self.channels else self._mixdown.mono(block)
        if not total and self._container.duration:
            raise MediaError(_UNDECODABLE)
        if total < SHORTEST_SAMPLES:
            raise MediaError(
                f"Audio duration is too short. Length: {total * 1000 // SAMPLE_RATE} ms of audio could be decoded, "
                "and the minimum is 160 ms."
            )

    def frames(self, sample_format: str, layout: str, rate: int) -> Iterator[AudioFrame]:
        """Every frame that can be decoded, converted, with silence in the gaps. MediaClock has the rule.

        Damaged packets are skipped, as media players do. `sample_format` is "s16" or "s16p". Raises MediaError.
        """
        clock = self._clock()
        conversion, quiet = Conversion(sample_format, layout, rate), DigitalSilence()
        with _codec_errors():
            for frame in self._decoded():
                if clock.silence_before(frame.time):
                    yield from conversion.silence(round(clock.position * rate))
                clock.advance(frame.samples / frame.sample_rate)
                if quiet.goes_on(frame):
                    yield from conversion.silence(round(clock.position * rate))
                else:
                    yield from conversion.convert(frame)
            yield from conversion.flush()

    def _clock(self) -> MediaClock:
        # The types say that it is never None, but it is where no stream has a timestamp.
        start = cast("int | None", self._container.start_time)
        duration = (self._container.duration or 0) / av.time_base
        origin = None if start is None else start / av.time_base
        # The second is for lengths that are rounded or do not count the last frame.
        end = duration + 1 if duration else LONGEST_SECONDS
        may_restart = _CLOCK_MAY_RESTART in Flags(self._container.format.flags)
        longest_gap = _LONGEST_UNSTATED_GAP if may_restart or not duration else LONGEST_SECONDS
        return MediaClock(origin, min(end, LONGEST_SECONDS), longest_gap)

    def _samples(self, channels: int) -> Iterator[Samples]:
        for frame in self.frames("s16", self._layout.name, SAMPLE_RATE):
            yield frame.to_ndarray().reshape(-1, channels).astype(np.int16, copy=False)

    def _decoded(self) -> Iterator[AudioFrame]:
        samples = 0
        for frame in self._undamaged():
            _check_format(frame.sample_rate, frame.layout.nb_channels)
            samples += frame.samples * frame.layout.nb_channels
            _check_work(samples)
            yield frame

    def _own_format(self) -> tuple[int, AudioLayout]:
        """The file's sample rate and channel layout. Refuses what the container states, before all is decoded."""
        context = self._stream.codec_context
        rate, layout = context.sample_rate, context.layout
        if not rate or not layout.nb_channels:
            rate, layout = self._first_format()
        _check_format(rate, layout.nb_channels)
        # A stated duration may be damaged. What is over the maximum is refused when that much has been decoded.
        seconds = min((self._container.duration or 0) / av.time_base, LONGEST_SECONDS)
        _check_work(seconds * rate * layout.nb_channels)
        return rate, layout

    def _first_format(self) -> tuple[int, AudioLayout]:
        """The format of the first frame. MPEG-TS does not state it, and the audio may begin late in the file."""
        with _codec_errors():
            first = next(self._undamaged(), None)
        if first is None:
            raise MediaError(_UNDECODABLE)
        self._container.close()
        self._reader.seek(0)
        self._container, self._stream = open_audio(self._reader, self._path)
        return first.sample_rate, first.layout

    def _undamaged(self) -> Iterator[AudioFrame]:
        packets = self._container.demux(self._stream)
        while True:
            try:
                packet = next(packets, None)
                if packet is None:
                    return
                yield from packet.decode()
            except InvalidDataError:
                continue
            except EndOfFileError:
                return


@contextmanager
def _codec_errors() -> Generator[None]:
    try:
        yield
    # A damaged file can make the library use a stream index that does not exist.
    except (FFmpegError, ValueError, IndexError) as error:
        raise MediaError(
            "Transcoding failed. Codec: the audio is damaged, or is in a form that cannot be converted."
        ) from error


def _decoded_layout(own: AudioLayout, *, multichannel: bool) -> AudioLayout:
    """The layout to decode to, before the mix.

    More than two channels with places are mixed to stereo by the library, which knows how loud each place must be:
    the speech of a film is on the centre channel.
    """
    if multichannel or own.nb_channels <= STEREO.nb_channels or has_no_places(own):
        return own
    return STEREO


def _check_format(rate: int, channels: int) -> None:
    if rate not in _RATES:
        raise MediaError(
            f"Transcoding failed. Codec: the sample rate is {rate} Hz, and must be from {_RATES[0]} to {_RATES[-1]} Hz."
        )
    if not 1 <= channels <= _MOST_CHANNELS:
        raise MediaError(
            f"Transcoding failed. Codec: the audio has {channels} channels, and may have 1 to {_MOST_CHANNELS}."
        )


def _check_work(samples: float) -> None:
    if samples > _MOST_SAMPLES:
        raise MediaError(
            "Audio duration is too long. Length: its time, channels and sample rate give more samples than 10 hours "
            "of 8 channels at 48 kHz. Split the file, or lower its sample rate."
        )
