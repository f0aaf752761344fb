"""The only way to what is below the allowed folders: from handle to handle, so that nothing changes in between.

A path that is checked and then opened may lead elsewhere by then. So a path is resolved first, and its end is then
reached from the handle of its allowed folder, part by part, following no link.
"""

import errno
import os
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path
from stat import S_ISDIR, S_ISLNK, S_ISREG

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.text import flat

NO_LINK = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_CLOEXEC", 0)
"""Flags for every opening: a link is not followed, and a child process does not get the handle."""

_HAS_HANDLES = os.open in os.supports_dir_fd
"""Whether the system can open a file relative to a folder's handle: Linux and macOS can, Windows cannot."""

DENIED = frozenset({errno.EACCES, errno.EPERM})
"""What the system says of what permissions do not allow."""

_NOTHING = DENIED | {errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ENAMETOOLONG, errno.ESTALE}
"""What the system says of a path on which nothing is, or nothing that may be known."""

_FOLDER = NO_LINK | getattr(os, "O_DIRECTORY", 0)
"""Flags for a folder."""

_PASS = _FOLDER | getattr(os, "O_PATH", 0)
"""Flags for a folder that is only passed through: on Linux, it need not be readable for that."""

_READ = NO_LINK | getattr(os, "O_NONBLOCK", 0)
"""Flags for a file: a pipe that takes its place does not make the opening wait."""


def resolved(allowed: Sequence[Path]) -> tuple[Path, ...]:
    """The allowed folders without links: a link is allowed for what it leads to."""
    return tuple(dict.fromkeys(folder.resolve() for folder in allowed))


def without_links(path: Path) -> Path:
    """The path with its links resolved, as far as they lead anywhere: a loop stays, and tells nothing by an error."""
    return Path(os.path.realpath(path))


def is_inside(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether a resolved path is an allowed folder, resolved too, or below one."""
    return root_of(path, allowed) is not None


def root_of(path: Path, allowed: Sequence[Path]) -> Path | None:
    """The outermost allowed folder that a resolved path is in: from there on, no link is followed."""
    roots = (folder for folder in allowed if path.is_relative_to(folder))
    return min(roots, key=lambda root: len(root.parts), default=None)


def is_hidden(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether a part of a resolved path below its allowed folder begins with a dot.

    Whoever allows a hidden folder means what is in it.
    """
    below = [path.relative_to(folder).parts for folder in allowed if path.is_relative_to(folder)]
    return bool(below) and all(any(part.startswith(".") for part in parts) for parts in below)


@contextmanager
def passed(path: Path, allowed: Sequence[Path]) -> Generator[int]:
    """The handle of a folder, for what is opened relative to it. Raises an OSError if there is none inside."""
    if not _HAS_HANDLES:
        raise FileAccessError(
            "Local files can be used on Linux and macOS only: this system opens none relative to a folder.",
            next_step="Give a URL, or the audio itself as bytes.",
        )
    root = root_of(path, allowed)
    if root is None:
        raise PermissionError(errno.EACCES, "Outside the allowed folders", str(path))
    handle = os.open(root, _PASS)
    try:
        for part in path.relative_to(root).parts:
            above, handle = handle, os.open(part, _PASS, dir_fd=handle)
            os.close(above)
        yield handle
    finally:
        os.close(handle)


@contextmanager
def listed(path: Path, allowed: Sequence[Path]) -> Generator[int]:
    """The handle of a folder whose names can be listed. Raises an OSError if it may not be read."""
    with passed(path, allowed) as passing:
        handle = os.open(".", os.O_RDONLY | _FOLDER, dir_fd=passing)
    try:
        yield handle
    finally:
        os.close(handle)


def status(path: Path, allowed: Sequence[Path]) -> os.stat_result | None:
    """What is at a resolved path, be it a link by now; None if nothing is there, or it is not inside.

    Raises a FileAccessError if that cannot be told.
    """
    try:
        return _looked_at(path, allowed)
    except ValueError:  # it is no name
        return None
    except OSError as error:
        if error.errno in _NOTHING:
            return None
        raise FileAccessError(
            f"{flat(str(path))} could not be looked up ({error.strerror}).", next_step="Try again once."
        ) from None


def is_locked(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether a resolved path is inside, and permissions keep from knowing what is there."""
    try:
        _looked_at(path, allowed)
    except ValueError:  # it is no name
        return False
    except OSError as error:
        return error.errno in DENIED and is_inside(path, allowed)
    return False


def _looked_at(path: Path, allowed: Sequence[Path]) -> os.stat_result:
    """What is at a resolved path. Raises an OSError if nothing is, a ValueError if it is no path."""
    if path == root_of(path, allowed):
        with passed(path, allowed) as folder:
            return os.fstat(folder)
    with passed(path.parent, allowed) as folder:
        return os.stat(path.name, dir_fd=folder, follow_symlinks=False)


def is_folder(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether a folder is at a resolved path inside."""
    seen = status(path, allowed)
    return seen is not None and S_ISDIR(seen.st_mode)


def is_link(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether a link is at a resolved path inside: one that leads to itself, or took a place just now."""
    seen = status(path, allowed)
    return seen is not None and S_ISLNK(seen.st_mode)


def is_there(path: Path, allowed: Sequence[Path]) -> bool:
    """Whether anything is at a resolved path inside."""
    return status(path, allowed) is not None


def opened(path: Path, allowed: Sequence[Path]) -> int:
    """The descriptor of a regular file at a resolved path inside, for reading. Raises an OSError."""
    with passed(path.parent, allowed) as folder:
        # Not even opened if it is none: opening a device may do something.
        if not S_ISREG(os.stat(path.name, dir_fd=folder, follow_symlinks=False).st_mode):
            raise FileNotFoundError(errno.ENOENT, "Not a file any more", str(path))
        return os.open(path.name, os.O_RDONLY | _READ, dir_fd=folder)
