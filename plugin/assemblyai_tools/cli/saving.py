"""Writes the files of a transcript into a folder: whole or not at all, and in no one's place."""

import os
import tempfile
from collections import Counter, defaultdict
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path, PurePath

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.exports.names import ResultNames, folded, safe_name
from assemblyai_tools.transport.new_file import replace_file, write_whole


def names_for(places: Sequence[PurePath]) -> list[PurePath]:
    """The path of each recording's files below the folder, without their ending.

    It is the recording's own name; where two would be the same, its ending stays in it (a.mp3, a.wav), or a number
    is added.
    """
    folders = [PurePath(*map(safe_name, place.parts[:-1])) for place in places]
    stems = [_key(folder / safe_name(place.stem)) for folder, place in zip(folders, places, strict=True)]
    times = Counter(stems)
    taken: defaultdict[str, ResultNames] = defaultdict(ResultNames)
    return [
        folder / taken[_key(folder)].take(place.stem if times[stem] == 1 else place.name)
        for folder, place, stem in zip(folders, places, stems, strict=True)
    ]


def _key(path: PurePath) -> str:
    """What is the same for two paths that are one on some disk."""
    return folded(str(path))


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
            replace_file(path, [content])
    return path


@contextmanager
def _opened(folder: Path) -> Generator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
