"""Decodes common audio and video files to 16 kHz PCM, block by block."""

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

_FORMATS = (
    "aac,ac3,aiff,amr,ape,asf,au,avi,caf,dts,eac3,flac,flv,matroska,webm,mov,mp4,m4a,3gp,mp3,mpeg,mpegts,"
    "ogg,tta,w64,wav,wv"
)
"""Single-file formats only. A playlist, a concat script or a manifest lists other files to open.

An upload that could name other files could read anything that this machine can.
"""
_OPTIONS = {"protocol_whitelist": "", "format_whitelist": _FORMATS}


class NamelessReader:
    """Gives the library a file's bytes without its name, so that it cannot resolve relative paths."""

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
    """One audio file, opened for decoding. A context manager.

    `own_channels` and `own_rate` (samples per second) are the file's. `channels` is the number of decoded channels:
    all of them with `multichannel`, otherwise one.
    Raises MediaError with the API's error text if the file has no audio.
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

    @property
    def stated_ms(self) -> float:
        """The length that the file states; 0 if it states none. It may be wrong."""
        return (self._container.duration or 0) * 1000 / av.time_base

    def share_until(self, milliseconds: int) -> float:
        """The share of the file before that time, 0 to 1. By bytes read if the file does not state its duration."""
        if not self._container.duration:
            return self._reader.share_read()
        return min(milliseconds * av.time_base / 1000 / self._container.duration, 1.0)

    def blocks(self) -> Iterator[Samples]:
        """Arrays of half a second, of shape (samples, channels).

        Raises MediaError if the audio is shorter than 160 ms or longer than 10 hours.
        """
        total = 0
        for block in _rechunked(self._frames(), self.channels):
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
            # The types say that it is never None, but it is for an unknown codec.
            if cast("object", stream.codec_context) is not None:
                return container, stream
        container.close()
        raise MediaError(f"File does not appear to contain audio. File type is {container.format.long_name}.")

    def _frames(self) -> Iterator[Samples]:
        layout = None if self.channels > 1 else "mono"
        for frame in self.frames("s16", layout, SAMPLE_RATE):
            yield self._samples(frame)

    def frames(self, sample_format: str, layout: str | None, rate: int) -> Iterator[AudioFrame]:
        """Every frame that can be decoded, resampled. Damaged packets are skipped, as media players do.

        Without a layout, the file's own is kept. Raises MediaError.
        """
        resampler = av.AudioResampler(format=sample_format, layout=layout, rate=rate)
        decoded = False
        try:
            for frame in self._decoded():
                decoded = True
                yield from resampler.resample(frame)
            yield from resampler.resample(None) if decoded else []
        # A damaged file can make the library use a stream index that does not exist.
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


def _rechunked(frames: Iterator[Samples], channels: int) -> Iterator[Samples]:
    """Blocks of equal size from frames of any size. The last block may be shorter."""
    buffer = np.empty((0, channels), np.int16)
    for frame in frames:
        buffer = np.concatenate((buffer, frame))
        while len(buffer) >= BLOCK_SAMPLES:
            yield buffer[:BLOCK_SAMPLES]
            buffer = buffer[BLOCK_SAMPLES:]
    if len(buffer):
        yield buffer
