"""The recordings that a person names: files, folders, patterns, addresses, or audio on stdin."""

import glob
import re
import shutil
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import IO

from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.exports.names import file_in_url
from assemblyai_tools.flow import Content
from assemblyai_tools.operations.links import web_address
from assemblyai_tools.text import flat
from assemblyai_tools.transport.media_files import media_below

STDIN = "-"
"""Means audio on stdin."""

_PATTERN = re.compile(r"[*?]|\[.+\]", re.DOTALL)
"""What makes a word a pattern. A bracket that is not closed stands for itself."""

_IN_MEMORY = 16_000_000
"""Bytes of audio from stdin that are kept in memory; more goes to a temporary file."""


@dataclass(frozen=True, slots=True)
class Input:
    """One recording."""

    audio: str | Content
    """What the operation takes."""
    place: PurePath
    """Its name, and for a file of a folder the path below that folder: the files made of it are named after it."""
    folder: Path | None = None
    """The folder of a local file."""

    def __str__(self) -> str:
        """Its name as it may be shown."""
        return flat(str(self.place))


def inputs_of(given: Sequence[str], opened: ExitStack) -> list[Input]:
    """The recordings, each once, in the order in which they are named; `opened` closes what is kept of stdin."""
    found: dict[str, Input] = {}
    for word in given:
        for one in _named(word, opened):
            found.setdefault(one.audio if isinstance(one.audio, str) else STDIN, one)
    return list(found.values())


def _named(word: str, opened: ExitStack) -> Iterator[Input]:
    address = web_address(word)
    if word == STDIN:
        yield Input(Content(_kept(sys.stdin.buffer, opened), "stdin"), PurePath("stdin"))
    elif address:
        yield Input(address, PurePath(file_in_url(address)))
    else:
        yield from _local(word)


def _local(word: str) -> Iterator[Input]:
    path = Path(word).expanduser()
    try:
        if path.is_dir():
            yield from _in_folder(path)
            return
        exists = path.exists()
    except OSError:  # a name that is too long, or a folder that may not be looked at
        exists = False
    is_pattern = not exists and bool(_PATTERN.search(word))
    matches = [] if not is_pattern else sorted(glob.glob(str(path), recursive=True))  # noqa: PTH207 - the pattern may be absolute
    files = [Path(one) for one in matches if Path(one).is_file()]
    if is_pattern and not files:
        raise FileAccessError(
            f"Nothing matches the pattern {flat(word)}.", next_step="Check it, or name a file or a folder."
        )
    # What is not there is left to the operation, which knows what may be meant.
    for file in files or [path]:
        yield _file(file, PurePath(file.name))


def _in_folder(folder: Path) -> Iterator[Input]:
    """The audio and video files in a folder and the folders in it, without hidden ones."""
    unreadable: list[OSError] = []
    files = [file for file in media_below(folder, unreadable.append) if file.is_file()]
    for error in unreadable:
        raise FileAccessError(
            f"The folder {error.filename} cannot be read ({error.strerror}), so nothing was sent.",
            next_step="Name files, or folders that can be read.",
        )
    if not files:
        raise FileAccessError(
            f"There is no audio or video file in {flat(str(folder))}.",
            next_step="Name a file, or another folder.",
        )
    for file in files:
        yield _file(file, file.relative_to(folder))


def _file(file: Path, place: PurePath) -> Input:
    absolute = file.absolute()
    return Input(str(absolute), place, absolute.parent)


def _kept(stream: IO[bytes], opened: ExitStack) -> IO[bytes]:
    """The whole stream as a file that can be read again, as a retry may need."""
    kept = opened.enter_context(tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY))  # noqa: SIM115 - the stack closes it
    shutil.copyfileobj(stream, kept)
    kept.seek(0)
    return kept
