"""What goes to the terminal: results to stdout, everything else to stderr; plain where no person looks."""

import json
import sys
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import IO, Any

import click

from assemblyai_tools.lazy import is_installed
from assemblyai_tools.text import clean, flat

_UNSEEN = ("Cc", "Cf", "Zl", "Zp")
"""Unicode's categories of control and format characters and of separators of lines."""

_DELETE = 0x7F
"""The control character that JSON does not escape though it is ASCII."""


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells under the names of their columns."""

    columns: Sequence[str]
    rows: Sequence[Sequence[str]]


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
        table = Table(table.columns, [list(map(flat, row)) for row in table.rows])
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

    shown = Decorated(box=None, pad_edge=False, header_style="bold")
    for number, name in enumerate(table.columns):
        is_last = number == len(table.columns) - 1  # the widest one: it takes what is left, on several lines
        shown.add_column(name, style="" if number else "cyan", no_wrap=not is_last)
    for row in table.rows:
        shown.add_row(*map(Text, row))  # as Text: brackets in a name are no markup
    Console(highlight=False).print(shown)


def _aligned(rows: Sequence[Sequence[str]]) -> list[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    ]
