"""Writes a file piece by piece, off the event loop."""

import asyncio
import contextlib
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
async def new_file(path: Path) -> AsyncGenerator[NewFile]:
    """Yields the file. If the block raises or is cancelled, nothing is left of it.

    Raises StorageError if the disk is full or fails.
    """
    try:
        with failures.reported():
            # Without a buffer, no piece is left to be written when the file is closed, where nobody expects an error.
            file = await asyncio.to_thread(path.open, "wb", buffering=0)
        with file:
            yield NewFile(file)
    except BaseException:
        _discard(path)
        raise


def _write_all(file: FileIO, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[file.write(left) :]


def _discard(path: Path) -> None:
    # What cannot be removed now is removed at the next start.
    with contextlib.suppress(OSError):
        path.unlink(missing_ok=True)
