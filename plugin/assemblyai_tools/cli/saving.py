"""Writes the files of a transcript into a folder: whole or not at all, and in no one's place."""

import os
import secrets
import tempfile
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


def check_folder(folder: Path) -> None:
    """Make the folder and see that a file can be written there. Raises a FileAccessError otherwise."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"x")
    except OSError as error:
        raise FileAccessError(
            f"Nothing can be written to the folder {folder} ({error.strerror}), so nothing was sent.",
            next_step="Choose another folder with --to.",
        ) from None


def save(folder: Path, name: PurePath, files: Mapping[str, bytes], *, overwrite: bool) -> list[Path]:
    """Write the files (content by ending) and give their paths.

    A file that has the same content already is left as it is. Raises a FileAccessError if another stands in its place
    and must not be replaced.
    """
    base = folder / name
    try:
        base.parent.mkdir(parents=True, exist_ok=True)
        return [_written(base.with_name(base.name + ending), files[ending], overwrite) for ending in files]
    except OSError as error:
        raise FileAccessError(
            f"The files of {name} could not be written to {base.parent} ({error.strerror}).",
            next_step="Choose another folder with --to.",
        ) from None


def _written(path: Path, content: bytes, overwrite: bool) -> Path:
    with _opened(path.parent) as folder:
        try:
            write_whole(folder, path.name, content)
        except FileExistsError:
            if path.is_file() and path.read_bytes() == content:
                return path
            if not overwrite:
                raise FileAccessError(
                    f"{path} exists already, with other content, and was left as it is.",
                    next_step="Give --overwrite to replace it, or another folder with --to.",
                ) from None
            _replace(folder, path.name, content)
    return path


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
