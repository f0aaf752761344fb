"""A recording's file, as it was when the batch was started."""

import hashlib
import os
from pathlib import Path

from assemblyai_tools.errors import AssemblyAIError

SMALL = 1 << 20
"""Bytes up to which a file is read at once, and sent from memory."""

_CHUNK = 1 << 20


class NotTheFileError(AssemblyAIError):
    """A file that cannot be sent; `problem` is the kind that the recording's row names."""

    def __init__(self, problem: str, message: str) -> None:
        super().__init__(message)
        self.problem = problem


def stamp_of(seen: os.stat_result) -> str:
    """What changes with a file's content: its size and its time of change."""
    return f"{seen.st_size}:{seen.st_mtime_ns}"


def check(path: str, stamp: str | None) -> int:
    """The bytes of a file that is what it was. Raises a NotTheFileError."""
    try:
        seen = Path(path).stat()
    except (FileNotFoundError, NotADirectoryError):
        raise NotTheFileError("missing", f"There is no file {path} any more.") from None
    except OSError as error:
        raise _unreadable(path, error) from None
    if stamp and stamp_of(seen) != stamp:
        raise NotTheFileError("changed", f"{path} has changed since the batch was started; it was not sent.")
    if seen.st_size == 0:
        raise NotTheFileError("empty", f"{path} is empty.")
    return seen.st_size


def read(path: str, stamp: str | None) -> bytes | None:
    """The content of a small file that is what it was; None for a large one. Raises a NotTheFileError."""
    if check(path, stamp) > SMALL:
        return None
    try:
        content = Path(path).read_bytes()
    except OSError as error:
        raise _unreadable(path, error) from None
    check(path, stamp)
    return content


def digest_of(path: str) -> str | None:
    """A fingerprint of a file's content; None if it cannot be read."""
    digest = hashlib.blake2b(digest_size=20)
    try:
        with Path(path).open("rb") as file:
            while chunk := file.read(_CHUNK):
                digest.update(chunk)
    except OSError:  # the row will say so when it is to be sent
        return None
    return digest.hexdigest()


def _unreadable(path: str, error: OSError) -> NotTheFileError:
    return NotTheFileError("unreadable", f"{path} cannot be read ({error.strerror or error}).")
