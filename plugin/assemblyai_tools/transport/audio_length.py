"""How long a recording is, as its file tells it, without decoding it."""

from contextlib import suppress
from typing import BinaryIO

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.local_file import LocalFile

_KILOBIT = 125
"""Bytes."""

_SLACK = 2
"""A length counts if the file has at least this part of the bytes that it needs. What was written to a pipe, such as
a WAV file, never got its length, and tells hours."""


def told_length(stream: BinaryIO, name: str) -> float | None:
    """Seconds of the recording in an open file; None if they cannot be told.

    The content tells the format; the name counts only where the content does not tell: a wrong ending would
    give a wrong length.
    """
    from tinytag import TinyTag, TinyTagException  # noqa: PLC0415 - few calls need it

    for called in (None, name):
        with suppress(TinyTagException):
            stream.seek(0)
            tag = TinyTag.get(called, stream, tags=False)
            return tag.duration if _may_be(tag.duration, tag.bitrate, tag.filesize) else None
    return None


def length_of(file: LocalFile) -> float | None:
    """Seconds, if the file's form is known and the file is whole."""
    with suppress(OSError, FileAccessError), file.open() as stream:
        return told_length(stream, file.path.name)
    return None


def _may_be(seconds: float | None, bitrate: float | None, size: int) -> bool:
    """Whether a file of so many bytes, and so many kilobits a second, can be so long."""
    return 0 < (seconds or 0) * (bitrate or 0) * _KILOBIT <= _SLACK * size
