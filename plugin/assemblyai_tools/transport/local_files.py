"""Which local files may be read or written, decided after resolving links."""

import errno
from collections.abc import Callable, Sequence
from pathlib import Path
from stat import S_ISDIR, S_ISREG

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.folders import lost_among
from assemblyai_tools.text import flat, shorten
from assemblyai_tools.transport.allowed_folder import (
    DENIED,
    is_folder,
    is_hidden,
    is_link,
    is_locked,
    is_there,
    passed,
    resolved,
    status,
)
from assemblyai_tools.transport.file_lookup import (
    NotAPathError,
    candidates,
    existing,
    leads_to,
    lookalike,
    nearest,
    places,
)
from assemblyai_tools.transport.file_names import (
    as_web_address,
    is_pattern,
    is_windows_path,
    unwrapped,
)
from assemblyai_tools.transport.local_file import LocalFile
from assemblyai_tools.transport.new_file import check_writable, write_whole

MAX_UPLOAD = 2_200_000_000
"""Bytes in one upload, at most (https://www.assemblyai.com/docs/api-reference/files/upload)."""

_LONGEST_NAME = 200
"""Characters of a name that an error repeats."""

_IS_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG, errno.EIO})
"""What the system says when a name is good, and its disk is full, or fails."""

_FULL = "The same call works once there is space on that disk, or choose a name on another one."
"""What to do then."""

_NOT_HERE = DENIED | {errno.EROFS}
"""What the system says of a folder in which nothing may be written, whatever its name."""

OVERVIEW = "find_recordings lists what there is."
"""What an agent can do to see the files."""


def readable_file(name: str, allowed: Sequence[Path]) -> LocalFile:
    """An existing, non-empty file below an allowed folder.

    If there is no file of exactly this name, what was meant is read: a quoted or escaped name, a file URL, another
    Unicode form, other spaces, apostrophes or dashes, as long as only one file fits.
    """
    allowed = resolved(allowed)
    path, shown = existing(name, allowed), shorten(name, _LONGEST_NAME)
    meant = [path] if path else _meant_places(name, allowed)
    if _means_hidden(name, path, allowed):
        raise _hidden(shown, "sent", "Rename or move it if it is a recording.")
    seen = status(path, allowed) if path else None
    if path is None or seen is None or is_link(path, allowed):
        raise _missing(name, meant, allowed)
    if S_ISDIR(seen.st_mode):
        raise FileAccessError(
            f"{shown} is a folder, not a file.", next_step="Name one audio or video file in it."
        )
    if not S_ISREG(seen.st_mode):
        raise FileAccessError(
            f"{shown} is not a regular file, but a pipe, a socket or a device.",
            next_step="Name one audio or video file.",
        )
    check_size(seen.st_size, shown)
    return LocalFile(path, seen, allowed)


def check_size(size: int, shown: str) -> None:
    """Raise a FileAccessError for what is empty, or more than the service takes."""
    if size == 0:
        raise FileAccessError(f"{shown} is empty.", next_step="Give a file that holds audio.")
    if size > MAX_UPLOAD:
        raise FileAccessError(
            f"{shown} has {size:,} bytes; an upload may have {MAX_UPLOAD:,} (2.2 GB).",
            next_step="Compress or split it, or give a public URL (up to 5 GB).",
        )


def write_new(name: str, content: str | bytes, allowed: Sequence[Path]) -> Path:
    """Write a file that does not exist yet, in an existing folder below an allowed one; a text in UTF-8."""
    data = content.encode(errors="replace") if isinstance(content, str) else content
    return _with_new(name, allowed, lambda folder, last: write_whole(folder, last, data))


def check_new(name: str, allowed: Sequence[Path]) -> None:
    """Raise a FileAccessError if `write_new` would not write a file of this name now."""
    _with_new(name, allowed, lambda folder, _: check_writable(folder))


def _with_new(name: str, allowed: Sequence[Path], use: Callable[[int, str], None]) -> Path:
    """Use the handle of the folder of a file that does not exist yet, and its name there; gives its path."""
    allowed = resolved(allowed)
    path, name = _new_place(name, allowed), shorten(name, _LONGEST_NAME)
    _check_new_name(path, name, allowed)
    if is_there(path, allowed):
        raise _taken(name)
    if is_locked(path.parent, allowed):
        raise _locked(path.parent, allowed)
    if not is_folder(path.parent, allowed):
        raise FileAccessError(
            f"There is no folder {path.parent} to write {name} to.", next_step=where(allowed)
        )
    try:
        with passed(path.parent, allowed) as folder:
            use(folder, path.name)
    except FileExistsError:
        raise _taken(name) from None
    except OSError as error:
        raise FileAccessError(
            f"{name} could not be written ({error.strerror}), and nothing is left of it.",
            next_step=_after_failure(error, allowed),
        ) from None
    return path


def _means_hidden(name: str, path: Path | None, allowed: Sequence[Path]) -> bool:
    r"""Whether a name means a hidden file: the one that was found, or what is missing under any reading.

    Windows' `.\call.mp3` begins with a dot, and means no hidden file.
    """
    if path:
        return is_hidden(path, allowed) and not leads_to(path, name, allowed)
    missing = [is_hidden(place, allowed) for place in candidates(name.replace("\\", "/"), allowed)]
    return bool(missing) and all(missing)


def _check_new_name(path: Path, shown: str, allowed: Sequence[Path]) -> None:
    """Raise a FileAccessError for a new file that would be hidden, or have another name than results show."""
    if is_hidden(path, allowed):
        raise _hidden(
            shown,
            "written",
            "Choose a name without a dot at its beginning, in a folder that is not hidden.",
        )
    if flat(path.name) != path.name:
        raise FileAccessError(
            f"{shorten(path.name, _LONGEST_NAME)!r} holds a line break, an invisible character, or other white "
            "space than single spaces, so nothing was written.",
            next_step="Choose a plain name.",
        )


def _after_failure(error: OSError, allowed: Sequence[Path]) -> str:
    """What to do if a file could not be written."""
    if error.errno in _IS_FULL:
        return _FULL
    return f"Choose another folder. {where(allowed)}" if error.errno in _NOT_HERE else "Choose another name."


def _hidden(shown: str, done: str, next_step: str) -> FileAccessError:
    return FileAccessError(
        f"{shown} is hidden (its name, or that of a folder, begins with a dot), and hidden files are not {done}.",
        next_step=next_step,
    )


def _locked(path: Path, allowed: Sequence[Path]) -> FileAccessError:
    return FileAccessError(
        f"{shorten(str(path), _LONGEST_NAME)} cannot be looked at (permission denied).",
        next_step=f"Check the permissions of its folder, or move it. {where(allowed)}",
    )


def _taken(name: str) -> FileAccessError:
    return FileAccessError(f"{name} exists already and was left as it is.", next_step="Choose another name.")


def where(allowed: Sequence[Path]) -> str:
    """Where files may be, or what must be done so that there may be any."""
    if not allowed:
        return "No folder is allowed yet: the person who runs this must set ASSEMBLYAI_ALLOWED_DIRS."
    lost = lost_among(allowed)
    note = f"; {lost}" if lost else ""
    return f"Files may be in {', '.join(str(folder) for folder in allowed)} (ASSEMBLYAI_ALLOWED_DIRS{note})."


def _new_place(name: str, allowed: Sequence[Path]) -> Path:
    """Where a new file goes: an existing file of that name, which is then refused, or the first folder there is."""
    meant = _meant_places(name, allowed)
    taken = next((path for path in meant if is_there(path, allowed)), None)
    if taken:
        return taken
    possible = list(candidates(unwrapped(name), allowed))
    for path in possible:
        if is_folder(path.parent, allowed):
            return path
    for path in possible:
        folder = lookalike(path.parent, allowed)
        if folder:
            return folder / path.name
    return meant[0]


def _meant_places(name: str, allowed: Sequence[Path]) -> list[Path]:
    """Where the file that is most likely meant may be, at least one place; refuse anything outside."""
    try:
        inside = places(unwrapped(name), allowed)
    except NotAPathError as error:
        raise FileAccessError(
            f"{shorten(name, _LONGEST_NAME)!r} is not a usable path: {error}.",
            next_step="Check the name.",
        ) from None
    if not inside:
        # The same message whether or not the file exists, so that it does not tell which files exist outside.
        raise FileAccessError(
            f"{shorten(name, _LONGEST_NAME)} is outside the allowed folders, or a link that leads outside.",
            next_step=where(allowed),
        )
    return inside


def _missing(name: str, meant: Sequence[Path], allowed: Sequence[Path]) -> FileAccessError:
    """The error for a name with no file at any of the places that it means."""
    shown = shorten(name, _LONGEST_NAME)
    locked = next((place for place in meant if is_locked(place, allowed)), None)
    if locked:
        return _locked(locked, allowed)
    if any(is_link(one, allowed) for place in meant for one in (place, *place.parents)):
        return FileAccessError(
            f"{shown} is, or goes through, a link that leads to itself.", next_step="Name the file itself."
        )
    return FileAccessError(
        f"There is no file {shown}.",
        next_step=f"{_advice(name, allowed)} {where(allowed)}",
    )


def _advice(name: str, allowed: Sequence[Path]) -> str:
    """What to do if there is no file of this name."""
    plain = unwrapped(name)
    if is_pattern(plain):
        return f"Name one file; {OVERVIEW}"
    address = as_web_address(plain)
    if address:
        return f"If it is a web address, call transcribe with audio={shorten(address, _LONGEST_NAME)}."
    similar = ", ".join(f'"{shorten(one, _LONGEST_NAME)}"' for one in nearest(name, allowed))
    advice = f"The nearest names are {similar}." if similar else f"Check the name; {OVERVIEW}"
    if is_windows_path(plain):
        return f"It is a Windows path, and paths on this machine look like {allowed[0]}. {advice}"
    return advice
