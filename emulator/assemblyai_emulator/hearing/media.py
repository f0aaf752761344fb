"""Decodes any common audio or video file to 16 kHz PCM, a block at a time."""

from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Self, cast

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import EOFError as EndOfFileError
from av.error import FFmpegError, InvalidDataError
from numpy.typing import NDArray

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.file_type import describe

SAMPLE_RATE = 16_000
LONGEST_SECONDS = 10 * 60 * 60
SHORTEST_SAMPLES = SAMPLE_RATE * 160 // 1000
BLOCK_SAMPLES = SAMPLE_RATE // 2

Samples = NDArray[np.int16]

# Single-file formats only. A playlist, a concat script or a manifest is a list of other files to open, and
# opening files that an upload names would hand out whatever this machine can read.
_FORMATS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,"
    "ogg,tta,w64,wav,wv"
)
_OPTIONS = {"protocol_whitelist": "", "format_whitelist": _FORMATS}


class NamelessReader:
    """Shows the library a file's bytes but not its name: there is nothing to resolve a relative path by."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file = file
        self._size = size

    def read(self, size: int = -1) -> bytes:
        return self._file.read(size)

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        return self._file.tell()

    def share_read(self) -> float:
        return self.tell() / self._size if self._size else 1.0


class Media:
    """One audio file, opened for decoding; close it with `with`.

    `channels` is 1 unless `multichannel` is asked: then it is what the file has, `own_channels`.
    `own_rate` is the file's samples per second.
    Raises MediaError with the API's own sentence when the file holds no audio.
    """

    def __init__(self, path: Path, *, multichannel: bool = False) -> None:
        self._path = path
        self._file = path.open("rb")
        self._reader = NamelessReader(self._file, path.stat().st_size)
        try:
            self._container, self._stream = self._open()
        except BaseException:
            self._file.close()
            raise
        self.own_channels = max(self._stream.codec_context.channels, 1)
        self.own_rate = self._stream.codec_context.sample_rate
        self.channels = self.own_channels if multichannel else 1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._container.close()
        self._file.close()

    def share_until(self, milliseconds: int) -> float:
        """How much of the file lies before that time, 0 to 1; by bytes read if the file states no duration."""
        if not self._container.duration:
            return self._reader.share_read()
        return min(milliseconds * av.time_base / 1000 / self._container.duration, 1.0)

    def blocks(self) -> Iterator[Samples]:
        """Half-second arrays of shape (samples, channels).

        Raises MediaError when the audio is shorter than 160 ms or longer than 10 hours.
        """
        total = 0
        for block in _regrouped(self._frames(), self.channels):
            total += len(block)
            if total > LONGEST_SECONDS * SAMPLE_RATE:
                raise MediaError("Audio duration is too long. The maximum is 10 hours: split the file.")
            yield block
        if total < SHORTEST_SAMPLES:
            raise MediaError("Audio duration is too short.")

    def _open(self) -> tuple[InputContainer, AudioStream]:
        try:
            container = av.open(self._reader, "r", options=_OPTIONS, metadata_errors="replace")
        except (FFmpegError, EOFError) as error:
            raise MediaError(describe(self._path)) from error
        for stream in container.streams.audio:
            # Declared as always there, but missing for a codec that is not known.
            if cast("object", stream.codec_context) is not None:
                return container, stream
        container.close()
        raise MediaError(f"File does not appear to contain audio. File type is {container.format.long_name}.")

    def _frames(self) -> Iterator[Samples]:
        layout = None if self.channels > 1 else "mono"
        for frame in self.frames("s16", layout, SAMPLE_RATE):
            yield self._samples(frame)

    def frames(self, sample_format: str, layout: str | None, rate: int) -> Iterator[AudioFrame]:
        """Every frame that can be decoded, in that form; a damaged packet is passed over, as players do.

        Without a layout the file's own is kept. Raises MediaError.
        """
        resampler = av.AudioResampler(format=sample_format, layout=layout, rate=rate)
        decoded = False
        try:
            for frame in self._decoded():
                decoded = True
                yield from resampler.resample(frame)
            yield from resampler.resample(None) if decoded else []
        # The library indexes its streams by what a damaged file claims.
        except (FFmpegError, ValueError, IndexError) as error:
            raise MediaError(
                "Transcoding failed. The file is damaged, or its format changes midway."
            ) from error

    def _decoded(self) -> Iterator[AudioFrame]:
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

    def _samples(self, frame: AudioFrame) -> Samples:
        return frame.to_ndarray().reshape(-1, self.channels).astype(np.int16, copy=False)


def _regrouped(frames: Iterator[Samples], channels: int) -> Iterator[Samples]:
    """Blocks of one size out of frames of any size; the last one may be shorter."""
    waiting = np.empty((0, channels), np.int16)
    for frame in frames:
        waiting = np.concatenate((waiting, frame))
        while len(waiting) >= BLOCK_SAMPLES:
            yield waiting[:BLOCK_SAMPLES]
            waiting = waiting[BLOCK_SAMPLES:]
    if len(waiting):
        yield waiting
