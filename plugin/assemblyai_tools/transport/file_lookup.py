"""Finds what a name means below the allowed folders. What is outside of them is neither found nor told.

The allowed folders are given resolved.
"""

import os
import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from difflib import get_close_matches
from itertools import islice
from pathlib import Path, PurePath
from stat import S_ISDIR, S_ISREG

from assemblyai_tools.text import flat
from assemblyai_tools.transport.allowed_folder import (
    is_folder,
    is_hidden,
    is_inside,
    is_there,
    listed,
    status,
    without_links,
)
from assemblyai_tools.transport.file_names import LONGEST_PATH, folded, readings

_LONGEST_PART = 255
"""Characters of a file's or folder's name, at most."""

_MOST_COMPARED = 2_000
"""Names of a folder among which the nearest ones are looked for: comparing takes time."""

_MOST_NEAREST = 3
"""Nearest names, at most."""

_MEANS_ELSEWHERE = re.compile(r"~|www\.", re.IGNORECASE)
"""The start of a relative path that would be read as a home folder or as a web address."""

_NO_PATH = (OSError, RuntimeError, ValueError)
"""What is raised for a text that is no path: a NUL byte, a recording sent as text, a link loop that looks alike."""


class NotAPathError(ValueError):
    """A text that is no path; the message says why in words."""


def places(name: str, allowed: Sequence[Path]) -> list[Path]:
    """Where a file of exactly this name may be below the allowed folders, links resolved.

    A relative name is looked for in the working folder, then in each allowed one. Raises a NotAPathError.
    """
    given = _path_of(name)
    roots = [Path()] if given.is_absolute() else [*_working_folder(), *allowed]
    try:
        found = [_in_lookalike(without_links(root / given), allowed) for root in roots]
    except UnicodeError:
        raise NotAPathError("it holds a character that no file's name can hold") from None
    except OSError as error:  # a link changed while it was read
        raise NotAPathError(f"it could not be followed ({error.strerror})") from None
    except RecursionError:
        raise NotAPathError("it goes through too many links") from None
    return list(dict.fromkeys(path for path in found if is_inside(path, allowed)))


def _path_of(name: str) -> Path:
    """The path that a text spells."""
    if "\0" in name:
        raise NotAPathError("it holds a NUL byte")
    try:
        # A tilde without a slash is part of the name: a home is a folder, not a file.
        given = Path(name).expanduser() if name.startswith("~") and "/" in name else Path(name)
    except RuntimeError:
        raise NotAPathError("there is no home folder of that user") from None
    if len(name) > LONGEST_PATH or any(len(part) > _LONGEST_PART for part in given.parts):
        raise NotAPathError("it is too long")
    return given


def _working_folder() -> list[Path]:
    """The working folder, unless it was removed."""
    try:
        return [Path.cwd()]
    except OSError:
        return []


def candidates(name: str, allowed: Sequence[Path]) -> Iterator[Path]:
    """Where a file may be under each reading of its name, the most literal one first."""
    for reading in readings(name):
        with suppress(*_NO_PATH):
            yield from places(reading, allowed)


def leads_to(path: Path, name: str, allowed: Sequence[Path]) -> bool:
    """Whether a name that has no hidden part of its own leads to this path, by a link that somebody put there."""
    ways = (root / reading for reading in readings(name) for root in [*_working_folder(), *allowed])
    with suppress(*_NO_PATH):
        return any(
            not is_hidden(Path(os.path.normpath(way)), allowed) and way.resolve() == path for way in ways
        )
    return False


def existing(name: str, allowed: Sequence[Path]) -> Path | None:
    """The file or folder that a name means: of exactly this path, or else the only one whose path looks the same."""
    for path in candidates(name, allowed):
        if is_there(path, allowed):
            return path
    return next(filter(None, (lookalike(path, allowed) for path in candidates(name, allowed))), None)


def lookalike(path: Path, allowed: Sequence[Path]) -> Path | None:
    """The only file or folder whose path looks the same as this one, which is inside and does not exist."""
    with suppress(*_NO_PATH):  # what looks the same may be a link loop
        return _lookalike(path, allowed)
    return None


def _lookalike(path: Path, allowed: Sequence[Path]) -> Path | None:
    split = _split(path, allowed)
    if split is None:
        return None
    folder, (first, *rest) = split
    same = [name for name in _names(folder, allowed) if folded(name) == folded(first)]
    if len(same) != 1 or not is_inside(found := (folder / same[0]).resolve(), allowed):
        return None
    if not rest:
        return found
    whole = found.joinpath(*rest).resolve()
    if not is_folder(found, allowed) or not is_inside(whole, allowed):
        return None
    return whole if is_there(whole, allowed) else _lookalike(whole, allowed)


def nearest(name: str, allowed: Sequence[Path]) -> list[str]:
    """The paths, at most three, that are most like that of a file that does not exist."""
    split = filter(None, (_split(path, allowed) for path in candidates(name, allowed)))
    missing = [(folder, parts[0]) for folder, parts in split]
    base = PurePath(name.replace("\\", "/")).name
    found: dict[str, None] = {}
    for folder, wanted in dict.fromkeys([*missing, *((folder, base) for folder in allowed)]):
        known: dict[str, list[str]] = {}
        for one in islice(_names(folder, allowed), _MOST_COMPARED):
            if not one.startswith("."):
                known.setdefault(_comparable(one), []).append(one)
        for match in get_close_matches(_comparable(wanted), known, n=_MOST_NEAREST):
            paths = (folder / one for one in known[match])
            found |= dict.fromkeys(shown_path(path) for path in paths if _is_usable(path, allowed))
    return list(found)[:_MOST_NEAREST]


def shown_path(path: Path) -> str:
    """The path as a call may give it: short if it is below the working folder, without invisible characters."""
    try:
        text = flat(str(path.relative_to(Path.cwd())))
    except (OSError, ValueError):  # there is no working folder any more, or the path is elsewhere
        text = flat(str(path))
    return f"./{text}" if _MEANS_ELSEWHERE.match(text) else text


def _in_lookalike(path: Path, allowed: Sequence[Path]) -> Path:
    """The path, but below the allowed folder whose own path looks like its beginning, if there is one."""
    if is_inside(path, allowed):
        return path
    for root in allowed:
        start, rest = path.parts[: len(root.parts)], path.parts[len(root.parts) :]
        if [folded(part) for part in start] == [folded(part) for part in root.parts]:
            return without_links(root.joinpath(*rest))
    return path


def _split(path: Path, allowed: Sequence[Path]) -> tuple[Path, Sequence[str]] | None:
    """The nearest folder above a path that exists inside, and the rest of the path."""
    folder = next((folder for folder in path.parents if is_folder(folder, allowed)), None)
    return (folder, path.relative_to(folder).parts) if folder else None


def _names(folder: Path, allowed: Sequence[Path]) -> list[str]:
    """What is in a folder, if it is an allowed one."""
    try:
        with listed(folder, allowed) as handle:
            return sorted(os.listdir(handle))  # noqa: PTH208 - the names, not paths
    except OSError:
        return []


def _comparable(name: str) -> str:
    """What is compared of a name: no two recordings are alike because both end in .mp3."""
    return PurePath(folded(name).casefold()).stem


def _is_usable(path: Path, allowed: Sequence[Path]) -> bool:
    with suppress(*_NO_PATH):
        seen = status(path.resolve(), allowed)
        return seen is not None and (S_ISDIR(seen.st_mode) or S_ISREG(seen.st_mode))
    return False
