"""results.jsonl: one line for each recording of a batch that has ended, also if a worker dies while it writes."""

import fcntl
import json
import os
import re
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, Protocol, TypeVar

from assemblyai_tools.transport.new_file import replace_file

NAME = "results.jsonl"

_UNSEEN = re.compile(r"[\x7f-\x9f\u2028\u2029\ud800-\udfff]")
"""What a terminal takes for a command, some programs for the end of a line, and UTF-8 does not have."""

_BLOCK = 4096
"""Bytes that are read at once to find the end of the last whole line."""


_FILES = {"name", "files"}
"""What the line about a completed recording has besides."""


class Row(Protocol):
    """A recording of a batch, as the database has it (see RECORDINGS in tables.py)."""

    @property
    def batch(self) -> str: ...
    @property
    def number(self) -> int: ...
    @property
    def source(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def state(self) -> str: ...
    @property
    def transcript_id(self) -> str | None: ...
    @property
    def seconds(self) -> float | None: ...
    @property
    def problem(self) -> str | None: ...
    @property
    def message(self) -> str | None: ...


Line = Mapping[str, Any]
"""A line of the file: `batch` and `number` say which recording it is about."""


def completed_line(row: Row, files: Mapping[str, str]) -> Line:
    """The line of a recording whose results are written; `files` are their names by format."""
    return _line(row, "completed") | {"files": dict(files)}


def failed_line(row: Row) -> Line:
    """The line of a recording that failed, and why."""
    return _line(row, "failed") | {"problem": row.problem, "message": row.message}


def is_line(value: Any) -> bool:
    """Whether a value is that of a line of such a file, and not of another program's."""
    return isinstance(value, dict) and {"batch", "number", "status"} <= value.keys()  # pyright: ignore[reportUnknownMemberType]


def _line(row: Row, status: str) -> dict[str, Any]:
    return {
        "batch": row.batch,
        "number": row.number,
        "source": row.source,
        "name": row.name,
        "status": status,
        "transcript_id": row.transcript_id,
        "seconds": row.seconds,
    }


T = TypeVar("T")


@dataclass(slots=True)
class _Read(Generic[T]):
    """The values that were read, by the recordings' numbers, and the file (inode) and the bytes they are from."""

    file: int = 0
    size: int = 0
    values: dict[int, T] = field(default_factory=dict[int, T])


class ResultsFile:
    """The file, for one batch. Several processes may append at the same time. It raises OSErrors."""

    def __init__(self, folder: Path, batch: str) -> None:
        self._path = folder / NAME
        self._batch = batch
        self._told = _Read[str]()
        """The status that the last line about each recording says."""
        self._files = _Read[Mapping[str, str]]()
        """The files that the lines about completed recordings name, if anybody asked."""

    def append(self, line: Line) -> None:
        """Add a line, unless the file says the same already: a recording may be landed again after a crash."""
        with self._locked() as file:
            end = _end_of_lines(file)
            os.ftruncate(file, end)
            for one in self._news(file, self._told):
                self._told.values[one["number"]] = one["status"]
            if self._told.values.get(line["number"]) == line["status"]:
                return
            try:
                _write(file, _encoded(line))
            except OSError:
                os.ftruncate(file, end)
                raise

    def files_of(self, number: int) -> Mapping[str, str]:
        """The names of a recording's files by format, as its line says; none if there is no such line."""
        with self._locked() as file:
            for line in filter(_is_completed, self._news(file, self._files)):
                self._files.values[line["number"]] = line["files"]
        return self._files.values.get(number, {})

    def unlike(self, names: Callable[[str], Mapping[str, str]]) -> Mapping[int, Mapping[str, str]]:
        """The files of the recordings whose lines name others than they would have by their own names, by number.

        A name was taken when they were written, or an export added a format.
        """
        return {
            line["number"]: line["files"]
            for line in self._completed()
            if line["files"] != names(line["name"])
        }

    def _completed(self) -> Iterator[Line]:
        with suppress(FileNotFoundError):
            yield from (
                line for line in self._lines() if line["batch"] == self._batch and _is_completed(line)
            )

    def _news(self, file: int, read: "_Read[Any]") -> Iterator[Line]:
        """The batch's lines that were not read yet; all, if the file is another one than before.

        Other processes append to it too, and replace it.
        """
        now, end = os.fstat(file).st_ino, _end_of_lines(file)
        if now != read.file or end < read.size:
            read.size = 0
            read.values.clear()
        yield from (line for line in self._lines(read.size) if line["batch"] == self._batch)
        read.file, read.size = now, end

    def rebuild(self, lines: Iterable[Line]) -> None:
        """Replace the lines of this batch by these, at once; those of other batches stay."""
        with self._locked():
            replace_file(self._path, map(_encoded, self._with_others(lines)))
        self._told, self._files = _Read[str](), _Read[Mapping[str, str]]()

    def _with_others(self, lines: Iterable[Line]) -> Iterator[Line]:
        yield from (one for one in self._lines() if one["batch"] != self._batch)
        yield from lines

    def _lines(self, start: int = 0) -> Iterator[Line]:
        """The lines from there on that can be read; another program's are left out."""
        with self._path.open("rb") as file:
            file.seek(start)
            for raw in file:
                with suppress(ValueError):
                    line = json.loads(raw)
                    if is_line(line):
                        yield line

    @contextmanager
    def _locked(self) -> Generator[int]:
        """The open file, which no other process changes meanwhile."""
        while True:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o666)
            try:
                with suppress(OSError):  # a file system without locks: then one machine at a time
                    fcntl.flock(file, fcntl.LOCK_EX)
                if self._is_current(file):
                    yield file
                    return
            finally:
                os.close(file)

    def _is_current(self, file: int) -> bool:
        """Whether the file has not been rebuilt since it was opened."""
        with suppress(FileNotFoundError):
            return os.path.samestat(os.fstat(file), self._path.stat())
        return False


def _is_completed(line: Line) -> bool:
    return line["status"] == "completed" and line.keys() >= _FILES


def _encoded(line: Line) -> bytes:
    """The line in UTF-8, with JSON's escapes for what is not seen."""
    text = json.dumps(line, ensure_ascii=False)
    return _UNSEEN.sub(lambda found: f"\\u{ord(found[0]):04x}", text).encode() + b"\n"


def _write(file: int, content: bytes) -> None:
    left = memoryview(content)
    while left:
        left = left[os.write(file, left) :]


def _end_of_lines(file: int) -> int:
    """Where the last whole line ends: a process that was killed may have left a part of one after it."""
    end = os.fstat(file).st_size
    while end:
        start = max(0, end - _BLOCK)
        block = os.pread(file, end - start, start)
        if (found := block.rfind(b"\n")) >= 0:
            return start + found + 1
        end = start
    return 0
