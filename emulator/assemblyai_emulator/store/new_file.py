"""Writes a file piece by piece, off the event loop."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from io import FileIO
from pathlib import Path

from assemblyai_emulator.store import failures, free_space

_MOST_DIGITS = 18


class NewFile:
    """A file that is being written. `size` is the number of bytes so far."""

    def __init__(self, path: Path, file: FileIO) -> None:
        self._folder = path.parent
        self._file = file
        self.size = 0

    async def write(self, piece: bytes) -> None:
        """Raises StorageError if the disk is full, but for what is kept free, or fails."""
        with failures.reported():
            await asyncio.to_thread(self._write_all, piece)
        self.size += len(piece)

    def _write_all(self, piece: bytes) -> None:
        free_space.check(self._folder, len(piece))
        left = memoryview(piece)
        while left:
            left = left[self._file.write(left) :]


def announced_size(content_length: str | None) -> int:
    """The number of bytes that a sender states, which may be any text; 0 if it states none."""
    if not content_length or not content_length.isdecimal():
        return 0
    # Python refuses to read a number of thousands of digits.
    return int(content_length) if len(content_length) <= _MOST_DIGITS else sys.maxsize


@asynccontextmanager
async def new_file(path: Path, announced: int) -> AsyncGenerator[NewFile]:
    """Yields the file. If the block raises or is cancelled, nothing is left of it.

    `announced` is the size that the sender states, or 0: what cannot fit is refused before it fills the disk.
    Raises StorageError if the disk is full or fails.
    """
    try:
        with failures.reported():
            file = await asyncio.to_thread(_opened, path, announced)
        with file:
            yield NewFile(path, file)
    except BaseException:
        _discard(path)
        raise


def _opened(path: Path, expected: int) -> FileIO:
    free_space.check(path.parent, expected)
    # Without a buffer, no piece is left to be written when the file is closed, where nobody expects an error.
    return path.open("wb", buffering=0)


def _discard(path: Path) -> None:
    # What cannot be removed now is removed at the next start.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
