"""What is uploaded, as the chunks that are sent, with progress."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import IO

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.flow import Content
from assemblyai_tools.transport.audio_length import length_of
from assemblyai_tools.transport.call import Body
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.local_files import check_size, readable_file
from assemblyai_tools.waiting.progress import Progress, ProgressCallback

CHUNK = 1 << 18
"""Bytes read from a file at a time: fewer, larger writes than httpx's own 64 kB. Twice as many save no time, and cost
their memory two or three times."""


def body_of(file: str | Content, allowed: Sequence[Path], *, timed: bool = False) -> Body:
    """What is sent of a local file below an allowed folder, or of content, which is checked for its size only.

    If it is `timed`, a file is asked for the length of its audio.
    """
    if isinstance(file, Content):
        size = len(file.data) if isinstance(file.data, bytes) else _size(file.data, file.name)
        check_size(size, file.name)
        return Body(file.data, file.name, size)
    found = readable_file(file, allowed)
    return Body(found, found.name, found.size, length_of(found) if timed else None)


def progress(body: Body, sent: int) -> Progress:
    """A report of how much has been sent."""
    share = min(1.0, sent / max(1, body.size))
    return Progress("uploading", f"uploading {body.name}", share, audio_seconds=body.seconds)


def chunks(body: Body, report: ProgressCallback) -> Iterator[bytes]:
    """The bytes of a file, as many as it had when it was checked. Raises a FileAccessError if it changed since."""
    sent = 0
    with _opened(body.source) as stream:
        while sent < body.size:
            try:
                chunk = stream.read(min(CHUNK, body.size - sent))
                sent += len(chunk)
                check_read(body, stream, chunk, sent)
            except OSError as error:
                raise unreadable(body, error) from None
            yield chunk
            report(progress(body, sent))


def check_read(body: Body, stream: IO[bytes], chunk: bytes, sent: int) -> None:
    """Raise a FileAccessError if a file is not what it was. It is told before the last chunk is sent.

    So the service never gets the whole of an upload that is part of one content and part of another.
    """
    is_last = sent >= body.size or not chunk
    if is_last and isinstance(body.source, LocalFile):
        body.source.check_unchanged(stream.fileno())
    if not chunk:
        raise FileAccessError(
            f"{body} ended after {sent:,} of {body.size:,} bytes.",
            next_step="Wait until no program writes to it, then call again.",
        )


def unreadable(body: Body, error: OSError) -> FileAccessError:
    """The error for a file, or a program's own stream, that could not be read to its end."""
    if isinstance(body.source, LocalFile):
        return body.source.unreadable(error)
    return _unusable(body.name, error)


def from_start(source: bytes | IO[bytes]) -> IO[bytes]:
    """Content as a stream at its start. It stays open: it is the program's own."""
    stream = BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    return stream


def _opened(source: LocalFile | bytes | IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    return source.open() if isinstance(source, LocalFile) else nullcontext(from_start(source))


def _size(stream: IO[bytes], name: str) -> int:
    try:
        return stream.seek(0, os.SEEK_END)
    except OSError as error:
        raise _unusable(name, error) from None


def _unusable(name: str, error: OSError) -> FileAccessError:
    return FileAccessError(
        f"{name} could not be read ({error.strerror or error}).",
        next_step="Give its bytes, or an open binary file that can seek.",
    )
