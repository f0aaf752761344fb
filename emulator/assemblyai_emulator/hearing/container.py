"""Opens the container of an audio or video file, and finds the audio in it."""

import errno
from pathlib import Path
from typing import BinaryIO, cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.error import FFmpegError

from assemblyai_emulator.errors import MediaError
from assemblyai_emulator.hearing.file_type import describe

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
        """The new position, or the library's number for an invalid argument: a damaged file leads to before 0."""
        try:
            return self._file.seek(offset, whence)
        except OSError:
            return -errno.EINVAL

    def tell(self) -> int:
        return self._file.tell()

    def share_read(self) -> float:
        return self.tell() / self._size if self._size else 1.0


def open_audio(reader: NamelessReader, path: Path) -> tuple[InputContainer, AudioStream]:
    """The container and its first audio stream that can be decoded. `path` is read only to describe a failure.

    Raises MediaError: the file is no container, has no audio, or has only audio of an unknown codec.
    """
    try:
        container = av.open(reader, "r", options=_OPTIONS, metadata_errors="replace")
    # A damaged file can make the library use a stream index that does not exist.
    except (FFmpegError, EOFError, ValueError, IndexError) as error:
        raise MediaError(describe(path)) from error
    for stream in container.streams.audio:
        # The types say that it is never None, but it is for an unknown codec.
        if cast("object", stream.codec_context) is not None:
            return container, stream
    reason = (
        "Codec: no decoder knows its audio"
        if container.streams.audio
        else "Container: it has no audio stream"
    )
    name = container.format.long_name
    container.close()
    raise MediaError(f"File does not appear to contain audio. File type is {name}. {reason}.")
