"""Writes a file piece by piece, off the event loop."""

import asyncio
import contextlib
import errno
import os
import shutil
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from io import FileIO
from pathlib import Path

from assemblyai_emulator.store import failures


class NewFile:
    """A file that is being written. `size` is the number of bytes so far."""

    def __init__(self, file: FileIO) -> None:
        self._file = file
        self.size = 0

    async def write(self, piece: bytes) -> None:
        """Raises StorageError if the disk is full or fails."""
        with failures.reported():
            await asyncio.to_thread(_write_all, self._file, piece)
        self.size += len(piece)


@asynccontextmanager
async def new_file(path: Path, announced: str | None) -> AsyncGenerator[NewFile]:
    """Yields the file. If the block raises or is cancelled, nothing is left of it.

    `announced` is the Content-Length that the sender states, if any: what cannot fit is refused before it fills the
    disk. Raises StorageError if the disk is full or fails.
    """
    expected = int(announced) if announced and announced.isdecimal() else 0
    try:
        with failures.reported():
            file = await asyncio.to_thread(_opened, path, expected)
        with file:
            yield NewFile(file)
    except BaseException:
        _discard(path)
        raise


def _opened(path: Path, expected: int) -> FileIO:
    if expected > shutil.disk_usage(path.parent).free:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
    # Without a buffer, no piece is left to be written when the file is closed, where nobody expects an error.
    return path.open("wb", buffering=0)


def _write_all(file: FileIO, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[file.write(left) :]


def _discard(path: Path) -> None:
    # What cannot be removed now is removed at the next start.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
