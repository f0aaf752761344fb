"""What goes to the terminal: results to stdout, everything else to stderr; plain where no person looks."""

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import IO, Any

import click

from assemblyai_tools.lazy import is_installed
from assemblyai_tools.text import clean, flat

_IDS = ("id", "transcript")
"""Columns that hold ids."""

_NAMES = ("name", "file")
"""Columns that hold names of files."""

_LEAST = 16
"""Columns of the terminal that a column needs that may take several lines."""

_GAP = 2
"""Columns of the terminal between two of the table."""

_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
"""Unicode's categories of control and format characters and of separators of lines."""

_DELETE = 0x7F
"""The control character that JSON does not escape though it is ASCII."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under the names of their columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]
    optional: Sequence[str] = ()
    """The columns that a narrow terminal goes without, the first one first."""


def is_watched(stream: IO[str]) -> bool:
    """Whether a person looks at what goes there."""
    return stream.isatty()


def is_decorated(stream: IO[str]) -> bool:
    """Whether what goes there is shown with colours, tables and bars: a person looks, and rich is installed.

    Rich itself leaves colours out where NO_COLOR is set.
    """
    return is_watched(stream) and is_installed("rich")


def note(text: str) -> None:
    """Tell the person something that is no result."""
    click.echo(clean(text), err=True)


def write_text(text: str) -> None:
    """Write a result, with a line break at its end; a terminal gets no escape sequences in it."""
    text = clean(text) if is_watched(sys.stdout) else text
    click.echo(text, nl=not text.endswith("\n"))


def write_bytes(content: bytes) -> None:
    """Write a result as it is."""
    click.echo(content, nl=False)


def write_json(value: Mapping[str, Any]) -> None:
    """Write an object on a line of its own; a terminal gets escapes for what is not seen."""
    encoding = (sys.stdout.encoding or "").lower().replace("_", "-")
    text = json.dumps(value, ensure_ascii=encoding not in ("utf-8", "utf8"))
    click.echo("".join(map(_seen, text)) if is_watched(sys.stdout) else text)


def _seen(character: str) -> str:
    """The character, or its escape in JSON if it is a control or format character."""
    if unicodedata.category(character) not in _UNSEEN:
        return character
    return json.dumps(character)[1:-1] if ord(character) != _DELETE else f"\\u{_DELETE:04x}"


def write_table(table: Table) -> None:
    """Write a table: with lines and names of columns for a person, cells between tabs for a program."""
    if is_watched(sys.stdout):
        table = replace(table, rows=[list(map(flat, row)) for row in table.rows])
    if is_decorated(sys.stdout):
        _write_decorated(table)
    elif is_watched(sys.stdout):
        for line in _aligned([[name.upper() for name in table.columns], *table.rows]):
            click.echo(line)
    else:
        for row in table.rows:
            click.echo("\t".join(row))


def _write_decorated(table: Table) -> None:
    from rich.console import Console  # noqa: PLC0415 - optional, and slow to import
    from rich.table import Table as Decorated  # noqa: PLC0415 - see above
    from rich.text import Text  # noqa: PLC0415 - see above

    console = Console(highlight=False)
    table = fitting(table, console.width)
    is_wide_enough = _width(table) <= console.width
    shown = Decorated(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(table.columns):
        is_whole = is_wide_enough and not _wraps(table, name)
        shown.add_column(name, style="" if number else "cyan", no_wrap=is_whole, overflow="fold")
    for row in table.rows:
        shown.add_row(*map(Text, row))  # as Text: brackets in a name are no markup
    console.print(shown)


def fitting(table: Table, width: int) -> Table:
    """The table without as many of its optional columns as a terminal of this width has no room for."""
    for name in table.optional:
        if _width(table) <= width:
            break
        place = table.columns.index(name)
        rows = [[*row[:place], *row[place + 1 :]] for row in table.rows]
        table = replace(table, columns=[one for one in table.columns if one != name], rows=rows)
    return table


def _wraps(table: Table, name: str) -> bool:
    """Whether a column may take several lines: names and the last one, which are long; an id is not copied in parts."""
    return name in _NAMES or (name == table.columns[-1] and name not in _IDS)


def _width(table: Table) -> int:
    """The columns of the terminal that the table needs at least, with those that take several lines at their least."""
    widths = [max(map(len, column)) for column in zip(table.columns, *table.rows, strict=True)]
    least = [
        min(width, _LEAST) if _wraps(table, name) else width
        for name, width in zip(table.columns, widths, strict=False)
    ]
    return sum(least) + _GAP * (len(least) - 1)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
