"""A file below an allowed folder, as it was when it was found."""

import errno
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BufferedReader
from pathlib import Path
from stat import S_ISREG

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.text import flat
from assemblyai_tools.transport.allowed_folder import DENIED, opened

_GONE = frozenset({errno.ENOENT, errno.ENOTDIR, errno.ELOOP})
"""What the system says of a path on which something is missing, or is a link by now."""


@dataclass(frozen=True, slots=True)
class LocalFile:
    """A file below an allowed folder. It may be opened several times, and is the same each time."""

    path: Path
    """Resolved."""
    seen: os.stat_result = field(repr=False)
    allowed: Sequence[Path] = field(repr=False)
    """The allowed folders."""

    def __str__(self) -> str:
        return flat(str(self.path))

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def size(self) -> int:
        """Bytes."""
        return self.seen.st_size

    @property
    def stamp(self) -> str:
        """What changes with the file's content, or when another file takes its place."""
        seen = self.seen
        return f"{seen.st_size}:{seen.st_mtime_ns}:{seen.st_ctime_ns}:{seen.st_dev}:{seen.st_ino}"

    def open(self) -> BufferedReader:
        """The file, at its start. Raises a FileAccessError if it is gone, may not be read, or is not the same."""
        try:
            stream = os.fdopen(opened(self.path, self.allowed), "rb")
        except OSError as error:
            raise self.unreadable(error) from None
        try:
            self.check_unchanged(stream.fileno())
        except BaseException:
            stream.close()
            raise
        return stream

    def check_unchanged(self, descriptor: int) -> None:
        """Raise a FileAccessError if what is open is another file than was found, or its content changed since."""
        now = os.fstat(descriptor)
        if not S_ISREG(now.st_mode) or _identity(now) != _identity(self.seen):
            raise FileAccessError(
                f"{self} changed while it was read (it had {self.size:,} bytes).",
                next_step="Wait until no program writes to it, then call again.",
            )

    def unreadable(self, error: OSError) -> FileAccessError:
        """The error for a file that cannot be opened, or not be read to its end."""
        if error.errno in _GONE:
            return FileAccessError(
                f"{self} was moved, removed or replaced after it was found.",
                next_step="Check the name; find_recordings lists what there is.",
            )
        return FileAccessError(
            f"{self} could not be read ({error.strerror or error}).",
            next_step="Check its permissions." if error.errno in DENIED else "Try again once.",
        )


def _identity(seen: os.stat_result) -> tuple[int, ...]:
    return seen.st_dev, seen.st_ino, seen.st_size, seen.st_mtime_ns
