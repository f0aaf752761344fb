"""Writes the files of a transcript into a folder: whole or not at all, and in no one's place."""

import os
import secrets
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.text import flat
from assemblyai_tools.transport.new_file import UNFINISHED, write_whole

_LONGEST_NAME = 100
"""Characters of a recording's name in a file's name."""


def names_for(places: Sequence[PurePath]) -> list[PurePath]:
    """The path of each recording's files below the folder, without their ending.

    It is the recording's own name; where two would be the same, its ending stays in it (a.mp3, a.wav), or a number
    is added.
    """
    plain = [_safe(place) for place in places]
    stems = [place.with_name(place.stem) for place in plain]
    names: list[PurePath] = []
    for place, stem in zip(plain, stems, strict=True):
        wanted = stem if stems.count(stem) == 1 else place
        names.append(next(one for one in _numbered(wanted) if one not in names))
    return names


def _safe(place: PurePath) -> PurePath:
    """The place with names that every disk takes: on one line, not hidden, not too long."""
    parts = [flat(part).lstrip(".")[:_LONGEST_NAME].replace("/", "_") or "recording" for part in place.parts]
    return PurePath(*parts)


def _numbered(name: PurePath) -> Iterator[PurePath]:
    yield name
    number = 2
    while True:
        yield name.with_name(f"{name.name}-{number}")
        number += 1


class UnwrittenError(FileAccessError):
    """Some files of a transcript could not be written. The others were, or were there already: these are `paths`."""

    def __init__(self, problems: Sequence[FileAccessError], paths: Sequence[Path]) -> None:
        advice = dict.fromkeys(one.next_step for one in problems)
        super().__init__(" ".join(one.message for one in problems), next_step=" ".join(advice))
        self.paths = tuple(paths)


def save(folder: Path, name: PurePath, files: Mapping[str, bytes], *, overwrite: bool) -> list[Path]:
    """Write the files (content by ending) and give their paths.

    A file that has the same content already is left as it is. Raises an UnwrittenError, when all that can be written
    is, if another stands in the place of one and must not be replaced, or the disk does not take it.
    """
    base = folder / name
    paths: list[Path] = []
    problems: list[FileAccessError] = []
    for ending, content in files.items():
        try:
            paths.append(_written(base.with_name(base.name + ending), content, overwrite))
        except FileAccessError as error:
            problems.append(error)
    if problems:
        raise UnwrittenError(problems, paths)
    return paths


def save_as(path: Path, content: bytes) -> Path:
    """Write a new file and give its path. Raises a FileAccessError."""
    try:
        return _written(path, content, overwrite=False)
    except FileAccessError as error:
        error.next_step = "Give another name with --save-to."
        raise


def _written(path: Path, content: bytes, overwrite: bool) -> Path:
    """Write one file, unless it is there. Raises a FileAccessError."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with _opened(path.parent) as folder:
            try:
                write_whole(folder, path.name, content)
            except FileExistsError:
                if path.is_file() and path.read_bytes() == content:
                    return path
                if not overwrite:
                    raise _taken(path) from None
                _replace(folder, path.name, content)
    except OSError as error:
        raise FileAccessError(
            f"{path} could not be written ({error.strerror}).", next_step="Choose another folder with --to."
        ) from None
    return path


def _taken(path: Path) -> FileAccessError:
    return FileAccessError(
        f"{path} exists already, with other content, and was left as it is.",
        next_step="Give --overwrite to replace it, or another folder with --to.",
    )


def _replace(folder: int, name: str, content: bytes) -> None:
    """Write the whole file beside the one that is there, and then in its place."""
    unfinished = UNFINISHED + secrets.token_hex(8)
    write_whole(folder, unfinished, content)
    try:
        os.replace(unfinished, name, src_dir_fd=folder, dst_dir_fd=folder)
    except OSError:
        os.unlink(unfinished, dir_fd=folder)
        raise


@contextmanager
def _opened(folder: Path) -> Generator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
