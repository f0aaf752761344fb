"""What is uploaded, as the chunks that are sent, with progress."""

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from io import BytesIO
from pathlib import Path
from typing import IO

from assemblyai_tools.flow import Content
from assemblyai_tools.transport.call import Body
from assemblyai_tools.transport.local_files import check_size, readable_file
from assemblyai_tools.waiting.progress import Progress, ProgressCallback

CHUNK = 1 << 18
"""Bytes read from a file at a time: fewer, larger writes than httpx's own 64 kB. Twice as many save no time, and cost
their memory two or three times."""


def body_of(file: str | Content, allowed: Sequence[Path]) -> Body:
    """What is sent of a local file below an allowed folder, or of content, which is checked for its size only."""
    if isinstance(file, Content):
        size = len(file.data) if isinstance(file.data, bytes) else file.data.seek(0, os.SEEK_END)
        check_size(size, file.name)
        return Body(file.data, file.name, size)
    path = readable_file(file, allowed)
    return Body(path, path.name, path.stat().st_size)


def progress(body: Body, sent: int) -> Progress:
    """A report of how much has been sent."""
    return Progress("uploading", f"uploading {body.name}", min(1.0, sent / max(1, body.size)))


def chunks(body: Body, report: ProgressCallback) -> Iterator[bytes]:
    """The bytes of a file, no more than it had when it was checked."""
    sent = 0
    with _opened(body.source) as stream:
        while chunk := stream.read(min(CHUNK, body.size - sent)):
            yield chunk
            sent += len(chunk)
            report(progress(body, sent))


def from_start(source: bytes | IO[bytes]) -> IO[bytes]:
    """Content as a stream at its start. It stays open: it is the program's own."""
    stream = BytesIO(source) if isinstance(source, bytes) else source
    stream.seek(0)
    return stream


def _opened(source: Path | bytes | IO[bytes]) -> AbstractContextManager[IO[bytes]]:
    return source.open("rb") if isinstance(source, Path) else nullcontext(from_start(source))
