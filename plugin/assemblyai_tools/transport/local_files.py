"""Which local files may be read or written, decided after resolving links."""

import os
from collections.abc import Sequence
from pathlib import Path

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.text import shorten
from assemblyai_tools.transport.file_lookup import candidates, existing, lookalike, nearest, places
from assemblyai_tools.transport.file_names import (
    as_web_address,
    is_pattern,
    is_windows_path,
    unwrapped,
)

MAX_UPLOAD = 2_200_000_000
"""Bytes in one upload, at most (https://www.assemblyai.com/docs/api-reference/files/upload)."""

_LONGEST_NAME = 200
"""Characters of a name that an error repeats."""

_OVERVIEW = "find_recordings lists what there is."


def readable_file(name: str, allowed: Sequence[Path]) -> Path:
    """The resolved path of an existing, non-empty file below an allowed folder.

    If there is no file of exactly this name, what was meant is read: a quoted or escaped name, a file URL, another
    Unicode form, other spaces, apostrophes or dashes, as long as only one file fits.
    """
    path, shown = existing(name, allowed), shorten(name, _LONGEST_NAME)
    if path is None:
        _meant_places(name, allowed)
        raise _missing(name, allowed)
    if path.is_dir():
        raise FileAccessError(
            f"{shown} is a folder, not a file.", next_step="Name one audio or video file in it."
        )
    if not path.is_file():
        raise _missing(name, allowed)
    check_size(path.stat().st_size, shown)
    return path


def check_size(size: int, shown: str) -> None:
    """Raise a FileAccessError for what is empty, or more than the service takes."""
    if size == 0:
        raise FileAccessError(f"{shown} is empty.", next_step="Give a file that holds audio.")
    if size > MAX_UPLOAD:
        raise FileAccessError(
            f"{shown} has {size:,} bytes; an upload may have {MAX_UPLOAD:,} (2.2 GB).",
            next_step="Compress or split it, or give a public URL (up to 5 GB).",
        )


def write_new(name: str, text: str, allowed: Sequence[Path]) -> Path:
    """Write a file that does not exist yet, in an existing folder below an allowed one."""
    path, name = _new_place(name, allowed), shorten(name, _LONGEST_NAME)
    if os.path.exists(path):  # noqa: PTH110 - unlike pathlib's, it never raises, whatever the name
        raise FileAccessError(
            f"{name} exists already and was left as it is.", next_step="Choose another name."
        )
    if not path.parent.is_dir():
        raise FileAccessError(
            f"There is no folder {path.parent} to write {name} to.", next_step=where(allowed)
        )
    try:
        with path.open("x", encoding="utf-8", newline="") as stream:
            stream.write(text)
    except OSError as error:
        raise FileAccessError(
            f"{name} could not be written ({error.strerror}).", next_step="Choose another name."
        ) from None
    return path


def where(allowed: Sequence[Path]) -> str:
    """Where files may be, or what must be done so that there may be any."""
    if not allowed:
        return "No folder is allowed yet: the person who runs this must set ASSEMBLYAI_ALLOWED_DIRS."
    return f"Files may be in {', '.join(str(folder) for folder in allowed)} (ASSEMBLYAI_ALLOWED_DIRS)."


def _new_place(name: str, allowed: Sequence[Path]) -> Path:
    """Where a new file goes: an existing file of that name, which is then refused, or the first folder there is."""
    meant = _meant_places(name, allowed)
    taken = next((path for path in meant if os.path.exists(path)), None)  # noqa: PTH110 - see above
    if taken:
        return taken
    possible = list(candidates(unwrapped(name), allowed))
    for path in possible:
        if path.parent.is_dir():
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
    except (OSError, RuntimeError, ValueError) as error:  # see places
        raise FileAccessError(
            f"{shorten(name, _LONGEST_NAME)!r} is not a usable path ({type(error).__name__}).",
            next_step="Check the name.",
        ) from None
    if not inside:
        # The same message whether or not the file exists, so that it does not tell which files exist outside.
        raise FileAccessError(
            f"{shorten(name, _LONGEST_NAME)} is outside the allowed folders.", next_step=where(allowed)
        )
    return inside


def _missing(name: str, allowed: Sequence[Path]) -> FileAccessError:
    return FileAccessError(
        f"There is no file {shorten(name, _LONGEST_NAME)}.",
        next_step=f"{_advice(name, allowed)} {where(allowed)}",
    )


def _advice(name: str, allowed: Sequence[Path]) -> str:
    """What to do if there is no file of this name."""
    plain = unwrapped(name)
    if is_pattern(plain):
        return f"Name one file; {_OVERVIEW}"
    address = as_web_address(plain)
    if address:
        return f"If it is a web address, call transcribe with audio={shorten(address, _LONGEST_NAME)}."
    similar = ", ".join(f'"{shorten(one, _LONGEST_NAME)}"' for one in nearest(name, allowed))
    advice = f"The nearest names are {similar}." if similar else f"Check the name; {_OVERVIEW}"
    if is_windows_path(plain):
        return f"It is a Windows path, and paths on this machine look like {allowed[0]}. {advice}"
    return advice
