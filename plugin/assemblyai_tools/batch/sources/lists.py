"""Lists of recordings: CSV with a header, JSON lines, or one path or URL a line. They are read row by row."""

import csv
import json
from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO, TypeAlias, cast

from assemblyai_tools.batch.sources.source import BadSource
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.text import closest, count

LIST_SUFFIXES = frozenset({".csv", ".tsv", ".jsonl", ".ndjson", ".txt"})
"""The ends of the names of lists."""

_JSON_LINES = frozenset({".jsonl", ".ndjson"})
"""The ends of the names of lists in which no path begins with a `#`."""

_AUDIO_NAMES = ("audio", "path", "file", "url", "filename", "audio_url")
"""What the column with the path or URL may be called; the first that there is counts."""

_AUDIO_SAID = ", ".join(_AUDIO_NAMES)
"""The same, as messages name them."""

_LENGTH_NAMES = ("seconds", "duration")
"""What the column with the length in seconds may be called."""

_LONGEST_LINE = 100_000
"""Bytes of a line that are read; no path, and no row with options, is as long."""

_DELIMITERS = ",;\t"
"""What may stand between the columns of a CSV file."""

_MOST_LINES = 8
"""Lines of a row of a CSV file, at most: a quote that is never closed would take all that follow."""

_UTF_16 = (b"\xff\xfe", b"\xfe\xff")
"""How a text in UTF-16 begins, as Excel's "Unicode text" does."""

Known: TypeAlias = frozenset[str]
"""The names of the options that a row may have."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a list, as it was written."""

    where: str
    """The list and the line: `calls.csv, line 7`."""
    audio: str
    name: str | None = None
    options: Mapping[str, Any] | None = None
    seconds: float | None = None


def read_list(stream: BinaryIO, called: str, known: Known) -> Iterator[Row | BadSource]:
    """The rows of an open list; its name tells the format. Empty lines are left out.

    Raises an InvalidArgumentsError for a CSV file with no column for the audio, or with one that is no option: then
    every row would be wrong.
    """
    lines = _lines(stream, called)
    if PurePath(called).suffix.lower() in {".csv", ".tsv"}:
        return _csv_rows(lines, called, known)
    return _rows_of_lines(lines, called)


def _lines(stream: BinaryIO, called: str) -> Iterator[str]:
    """The lines as text: UTF-8, with or without a mark; bytes that are none become lone surrogates.

    A line that is too long to be a row is cut, so that no file fills the memory.
    """
    encoding = "utf-8-sig"
    while line := stream.readline(_LONGEST_LINE):
        if line.startswith(_UTF_16):
            raise InvalidArgumentsError(f"{called} is UTF-16.", next_step="Save the list as UTF-8.")
        rest = line
        while len(rest) == _LONGEST_LINE and not rest.endswith(b"\n"):
            rest = stream.readline(_LONGEST_LINE)
        yield line.decode(encoding, errors="surrogateescape")
        encoding = "utf-8"


def _rows_of_lines(lines: Iterator[str], called: str) -> Iterator[Row | BadSource]:
    for number, line in enumerate(lines, start=1):
        text, where = line.strip(), f"{called}, line {number:,}"
        if text.startswith(("{", '"')):
            yield _json_row(text, where)
        elif text.startswith("#") and PurePath(called).suffix.lower() in _JSON_LINES:
            yield BadSource(where, "it is not JSON, which has no comments: remove the line", "unreadable")
        elif text:
            yield Row(where, line.rstrip("\r\n"))


def _json_row(text: str, where: str) -> Row | BadSource:
    try:
        given = json.loads(text)
    except (ValueError, RecursionError) as error:
        return BadSource(where, f"it is not JSON ({error})", "unreadable")
    if isinstance(given, str):
        return Row(where, given)
    return _row_of(cast("dict[str, Any]", given), where)


def _row_of(fields: dict[str, Any], where: str) -> Row | BadSource:
    """The row with these fields; what is empty is left out."""
    given = {name: value for name, value in fields.items() if value not in (None, "")}
    audio = _taken(given, _AUDIO_NAMES)
    if not isinstance(audio, str):
        return BadSource(where, f"it names no audio: give one of {_AUDIO_SAID}", "unreadable")
    name, length = given.pop("name", None), _taken(given, _LENGTH_NAMES)
    seconds = _seconds(length)
    if length is not None and seconds is None:
        return BadSource(where, f"its length is {length!r}; give seconds, above 0", "option")
    return Row(where, audio, None if name is None else str(name), given or None, seconds)


def _taken(fields: dict[str, Any], names: tuple[str, ...]) -> Any:
    """The value of the first of these fields that there is, which is taken out."""
    name = next((one for one in names if one in fields), None)
    return fields.pop(name) if name else None


def _seconds(given: Any) -> float | None:
    try:
        seconds = float(given)
    except (TypeError, ValueError):
        return None
    return seconds if 0 < seconds < float("inf") else None


def _csv_rows(lines: Iterator[str], called: str, known: Known) -> Iterator[Row | BadSource]:
    first = next((line for line in lines if line.strip()), "")
    no_names: list[str] = []
    delimiter = max(_DELIMITERS, key=first.count)
    header = [name.strip().lower() for name in next(csv.reader([first], delimiter=delimiter), no_names)]
    _check_header(header, called, known)
    number, ahead = 2, deque[str]()
    while ahead or _read_ahead(lines, ahead):
        where = f"{called}, line {number:,}"
        cells, taken, problem = _first_cells(lines, ahead, delimiter)
        for _ in range(taken):
            ahead.popleft()
        number += taken
        if problem:
            yield BadSource(where, f"it cannot be read ({problem})", "unreadable")
        elif any(cell.strip() for cell in cells):
            yield _csv_row(header, cells, where)


def _read_ahead(lines: Iterator[str], ahead: deque[str]) -> bool:
    """Take one more line, if there is one."""
    line = next(lines, None)
    if line is not None:
        ahead.append(line)
    return line is not None


def _first_cells(
    lines: Iterator[str], ahead: deque[str], delimiter: str
) -> tuple[list[str], int, csv.Error | None]:
    """The cells of the next row, its lines, and why it cannot be read: then it is one line, and the rest goes on."""
    problem: csv.Error | None = None
    for taken in range(1, _MOST_LINES + 1):
        if taken > len(ahead) and not _read_ahead(lines, ahead):
            break
        first = (ahead[place] for place in range(taken))
        try:
            rows = list(csv.reader(first, delimiter=delimiter, strict=True, skipinitialspace=True))
        except csv.Error as error:
            problem = problem or error
            if "unexpected end" not in str(error):
                break
        else:
            return rows[0] if rows else [], taken, None
    return [], 1, problem


def _csv_row(header: list[str], cells: list[str], where: str) -> Row | BadSource:
    if len(cells) > len(header):
        told = (
            f"it has {count(len(cells), 'column')}, and the header {len(header)}: is a delimiter not quoted?"
        )
        return BadSource(where, told, "unreadable")
    return _row_of(dict(zip(header, cells, strict=False)), where)


def _check_header(header: list[str], called: str, known: Known) -> None:
    if not set(header) & set(_AUDIO_NAMES):
        raise InvalidArgumentsError(
            f"{called} has no column for the audio (its first line is taken for the names of its columns).",
            next_step=f"Call the column with the paths or URLs one of {_AUDIO_SAID}.",
        )
    for name in header:
        if name not in {*_AUDIO_NAMES, *_LENGTH_NAMES, *known, "name", ""}:
            similar = closest(name, known)
            raise InvalidArgumentsError(
                f"{called} has the column {name!r}, which is no option of transcribe.",
                next_step=f"Remove the column{f', or call it {similar!r}' if similar else ''}.",
            )
