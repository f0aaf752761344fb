"""Writes files whole, or not at all."""

import errno
import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from assemblyai_tools.transport.allowed_folder import NO_LINK

UNFINISHED = ".assemblyai-tools-unfinished-"
"""How the name of a file begins that is being written. What a killed process leaves of it may be deleted."""

_NO_LINKS = frozenset(
    {errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EINVAL}
)
"""What a file system says that has no hard links, such as exFAT."""

_NO_FLUSH = frozenset({errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS})
"""What a file system says that cannot be told to write to its disk."""


def write_whole(folder: int, name: str, content: bytes) -> None:
    """Write a new file into the folder of this handle, never in the place of another one.

    Raises an OSError, and then nothing is left. It gets its name when it is whole. Where that is not possible, only a
    kill can leave a part of it.
    """
    unfinished = UNFINISHED + secrets.token_hex(8)
    try:
        _write(folder, unfinished, [content])
        # Unlike a rename, a link takes no one's place.
        os.link(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder, follow_symlinks=False)
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
    else:
        return
    finally:
        with suppress(OSError):  # it was never made, or the disk has failed
            os.unlink(unfinished, dir_fd=folder)
    _write(folder, name, [content])


def check_writable(folder: int) -> None:
    """Write a file into the folder of this handle and remove it. Raises an OSError if that is not possible."""
    name = UNFINISHED + secrets.token_hex(8)
    _write(folder, name, [b"x"])
    os.unlink(name, dir_fd=folder)


def replace_file(path: Path, content: Iterable[bytes]) -> None:
    """Write a file that takes the place of one of the same name when it is whole. Raises an OSError.

    Then what was there is as it was.
    """
    folder = os.open(path.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    unfinished = UNFINISHED + secrets.token_hex(8)
    try:
        _write(folder, unfinished, content)
        try:
            os.replace(unfinished, path.name, src_dir_fd=folder, dst_dir_fd=folder)
        except BaseException:
            with suppress(OSError):
                os.unlink(unfinished, dir_fd=folder)
            raise
    finally:
        os.close(folder)


def _write(folder: int, name: str, content: Iterable[bytes]) -> None:
    """Create a file and write it to the disk; remove it if that fails."""
    descriptor = os.open(name, os.O_WRONLY | os.O_CREAT | os.O_EXCL | NO_LINK, 0o666, dir_fd=folder)
    try:
        try:
            for piece in content:
                left = memoryview(piece)
                while left:
                    left = left[os.write(descriptor, left) :]
            _flush(descriptor)
        finally:
            os.close(descriptor)
    except BaseException:
        with suppress(OSError):
            os.unlink(name, dir_fd=folder)
        raise


def _flush(descriptor: int) -> None:
    """Have it on the disk: some file systems notice only now that they are full."""
    try:
        os.fsync(descriptor)
    except OSError as error:
        if error.errno not in _NO_FLUSH:
            raise
