"""How far a command is, on stderr: a bar for a person, a line for each job for a log."""

import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Protocol

import click

from assemblyai_tools.cli.terminal import is_decorated, is_watched, note
from assemblyai_tools.waiting.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Bars
    from rich.progress import TaskID

_REFRESH = 0.2
"""Seconds between two changes of a plain line."""

_CLEAR = "\r\x1b[K"
"""Goes back to the start of the line and removes what stands there."""


class Meter(Protocol):
    """Shows reports of progress until it is closed."""

    def report(self, progress: Progress) -> None: ...
    def close(self) -> None: ...


class Silent:
    """Shows nothing (--quiet)."""

    def report(self, progress: Progress) -> None:
        """Ignore it."""

    def close(self) -> None:
        """There is nothing to close."""


class Lines:
    """A line for each job, with its id: what a log needs to find it again."""

    def __init__(self) -> None:
        self._told: set[str] = set()

    def report(self, progress: Progress) -> None:
        if progress.transcript_id and progress.transcript_id not in self._told:
            self._told.add(progress.transcript_id)
            note(f"Transcript {progress.transcript_id} is being made.")

    def close(self) -> None:
        """Every line is complete."""


class PlainLine:
    """One line that changes, where rich is not installed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._shown = 0.0
        self._begun: tuple[str, float] = "", 0.0

    def report(self, progress: Progress) -> None:
        now = self._clock()
        if self._begun[0] != progress.stage:
            self._begun, self._shown = (progress.stage, now), 0.0
        if self._shown and now - self._shown < _REFRESH:
            return
        self._shown = now
        click.echo(f"{_CLEAR}{progress.message}{self._share(progress, now)}", err=True, nl=False, color=True)

    def _share(self, progress: Progress, now: float) -> str:
        """The percent that are done, and the time that is left at this pace."""
        done = progress.fraction
        if not done:
            return ""
        left = (now - self._begun[1]) * (1 - done) / done
        return f" {done:.0%}, {left:.0f} s left"

    def close(self) -> None:
        if self._shown:
            click.echo(_CLEAR, err=True, nl=False, color=True)
            self._shown = 0.0


class Bar:
    """A bar with percent and remaining time, which is gone when the command has ended."""

    def __init__(self) -> None:
        self._bars: Bars | None = None
        self._task: TaskID | None = None
        self._what: tuple[str, str | None] = "", None

    def report(self, progress: Progress) -> None:
        bars = self._started()
        what = progress.stage, progress.transcript_id
        if self._task is None or self._what != what:
            if self._task is not None:
                bars.remove_task(self._task)
            self._task, self._what = bars.add_task(progress.message, total=None), what
        total = None if progress.fraction is None else 1.0
        bars.update(self._task, description=progress.message, total=total, completed=progress.fraction or 0)

    def _started(self) -> "Bars":
        if self._bars is None:
            from rich import progress  # noqa: PLC0415 - optional, and slow to import
            from rich.console import Console  # noqa: PLC0415 - see above

            text = progress.TextColumn("{task.description}", markup=False)
            columns = progress.BarColumn(), progress.TaskProgressColumn(), progress.TimeRemainingColumn()
            console = Console(stderr=True)
            self._bars = progress.Progress(text, *columns, console=console, transient=True)
            self._bars.start()
        return self._bars

    def close(self) -> None:
        if self._bars:
            self._bars.stop()
            self._bars, self._task = None, None


def meter(*, quiet: bool) -> Meter:
    """The meter for this terminal."""
    if quiet:
        return Silent()
    if is_decorated(sys.stderr):
        return Bar()
    return PlainLine() if is_watched(sys.stderr) else Lines()
