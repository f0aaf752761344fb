"""Lists of recordings: CSV with a header, JSON lines, or one path or URL a line. They are read row by row."""

import csv
import json
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
    """The rows of an open list; its name says of which form it is. Empty lines are left out.

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
    # The header is one line, and the reader counts from the next one.
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=True)
    while True:
        where = f"{called}, line {reader.line_num + 2:,}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield BadSource(where, f"it cannot be read ({error})", "unreadable")
            continue
        if any(cell.strip() for cell in cells):
            yield _csv_row(header, cells, where)


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
