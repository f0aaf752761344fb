"""What a person, or a program, sees of a stream while it goes on."""

import shutil
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

import click

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.live.bill import Bill
from assemblyai_tools.cli.live.fitting import columns_of, cut, wrapped
from assemblyai_tools.cli.live.naming import in_options
from assemblyai_tools.cli.live.remarks import line_of, remark_of
from assemblyai_tools.cli.session import Common
from assemblyai_tools.cli.terminal import is_decorated, is_watched, note, write_json, write_text
from assemblyai_tools.streaming.events import Event, SpeakerRevision, StreamWarning, Turn

if TYPE_CHECKING:
    from rich.console import Console

_TICK = 0.25
"""Seconds between two looks at the clock."""

_MARGIN = 3
"""Columns that stay free at the right: a terminal shows Ctrl-C there."""

_MOST_LINES = 3
"""Lines of unfinished turns that are shown, at most: the last ones."""

_ERASE = "\r\x1b[K"
_ERASE_ABOVE = "\x1b[1A\x1b[K"
"""They clear this line, and the one above."""

_GREY, _PLAIN = "\x1b[90m", "\x1b[39m"


class View(Protocol):
    """Shows events."""

    tick: float | None
    """Seconds without an event after which `show` is called with None; None: never."""

    def show(self, event: Event | None) -> None: ...
    def close(self) -> None: ...


class Objects:
    """Every event as JSON, one a line (--json)."""

    tick: float | None = None

    def show(self, event: Event | None) -> None:
        if isinstance(event, StreamWarning):
            event = event.model_copy(update={"warning": in_options(event.warning)})
        if event is not None:
            write_json(event.model_dump(mode="json"))

    def close(self) -> None:
        """Every line is complete."""


class Lines:
    """Each finished turn on a line, and warnings on stderr."""

    tick: float | None = None

    def __init__(self, write: Callable[[str], None] | None) -> None:
        self._write = write
        """Where finished turns go; None: they are only saved."""

    def show(self, event: Event | None) -> None:
        for write, text in self.told(event):
            write(text)

    def told(self, event: Event | None) -> Iterator[tuple[Callable[[str], None], str]]:
        """The texts to write, each with the function that writes it."""
        remark = remark_of(event)
        if remark:
            yield note, f"{PROGRAM}: {remark}"
        if self._write and isinstance(event, Turn) and event.is_final and event.transcript.strip():
            yield self._write, line_of(event)

    def close(self) -> None:
        """Every line is complete."""


class Board:
    """The same for a person. Below it stand the turns that are not finished, and a line of time and cost."""

    tick: float | None = _TICK

    def __init__(
        self,
        lines: Lines,
        bill: Bill,
        *,
        is_ending: Callable[[], bool],
        width: Callable[[], int],
        is_grey: bool,
    ) -> None:
        self._lines = lines
        self._bill = bill
        self._is_ending = is_ending
        self._width = width
        self._is_grey = is_grey
        self._said: dict[int, str] = {}
        """What is being said, by the number of the turn."""
        self._finished: dict[int, Turn] = {}
        self._shown: Sequence[str] = ()
        """The lines that are on the screen now."""

    def show(self, event: Event | None) -> None:
        told = list(self._lines.told(event))
        if isinstance(event, Turn):
            self._take(event)
        if isinstance(event, SpeakerRevision):
            told += [(note, f"Corrected: {line_of(turn)}") for turn in self._corrected(event)]
        if told:
            self._erase()
        for write, text in told:
            write(text)
        self._draw()

    def close(self) -> None:
        """Clear what is not a result."""
        self._erase()

    def _take(self, turn: Turn) -> None:
        if turn.is_final:
            self._said.pop(turn.turn_order, None)
            self._finished[turn.turn_order] = turn
        else:
            self._said[turn.turn_order] = line_of(turn)

    def _corrected(self, revision: SpeakerRevision) -> Iterator[Turn]:
        """The finished turns whose speaker has changed, with the new speaker."""
        for one in revision.revisions:
            turn = self._finished.get(one.turn_order)
            if turn is not None and one.speaker_label not in (None, turn.speaker_label):
                turn = turn.model_copy(update={"speaker_label": one.speaker_label})
                self._finished[one.turn_order] = turn
                yield turn

    def _draw(self) -> None:
        width = max(1, self._width() - _MARGIN)
        said = [line for _, text in sorted(self._said.items()) for line in wrapped(text, width)]
        lines = [*said[-_MOST_LINES:], cut(self._state(), width)]
        if lines == self._shown:
            return
        grey, plain = (_GREY, _PLAIN) if self._is_grey else ("", "")
        drawn = "\n".join([*(f"{grey}{line}{plain}" for line in lines[:-1]), lines[-1]])
        self._out(f"{self._erasing()}{drawn}")
        self._shown = lines

    def _state(self) -> str:
        if self._is_ending():
            return f"{self._bill.told()}. Ending; Ctrl-C again stops at once."
        return f"{self._bill.told()}. Ctrl-C ends it." if self._bill.is_open else "Connecting."

    def _erase(self) -> None:
        if self._shown:
            self._out(self._erasing())
            self._shown = ()

    def _erasing(self) -> str:
        """The text that clears the shown lines, also if the terminal has become narrower since."""
        if not self._shown:
            return ""
        width = max(1, self._width())
        rows = sum(max(1, -(-columns_of(line) // width)) for line in self._shown)
        return _ERASE + _ERASE_ABOVE * (rows - 1)

    @staticmethod
    def _out(text: str) -> None:
        click.echo(text, err=True, nl=False, color=True)


def view_for(bill: Bill, common: Common, *, is_ending: Callable[[], bool], is_result: bool) -> View:
    """The view for this command and its terminal. `is_result`: finished turns go to stdout."""
    if common.as_json:
        return Objects()
    is_seen = is_watched(sys.stderr) and not common.quiet
    write = write_text if is_result else note if is_seen else None
    if not is_seen or (is_decorated(sys.stderr) and _console().is_dumb_terminal):
        return Lines(write)
    is_grey = is_decorated(sys.stderr) and not _console().no_color
    return Board(Lines(write), bill, is_ending=is_ending, width=_width, is_grey=is_grey)


def _width() -> int:
    return shutil.get_terminal_size().columns


def _console() -> "Console":
    """What rich knows of the terminal."""
    from rich.console import Console  # noqa: PLC0415 - optional, and slow to import

    return Console(stderr=True)
