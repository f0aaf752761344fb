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
                replace_file(path, [content])
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


@contextmanager
def _opened(folder: Path) -> Generator[int]:
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        yield descriptor
    finally:
        os.close(descriptor)
