"""What the person at the terminal sees: a heading for each call, the model's text, a progress bar."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from assemblyai_tools.text import shorten
from assemblyai_tools.waiting.progress import Progress

_LONGEST_VALUE = 200


class Screen:
    """Prints the demo, and turns a running call's progress into one bar."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self._update: Callable[[Progress], None] | None = None

    def say(self, text: str) -> None:
        self.console.print(Text(text))

    def heading(self, number: int, name: str, arguments: Mapping[str, Any]) -> None:
        """The call as it is made, long values shortened."""
        given = ", ".join(
            f"{key}={shorten(repr(value), _LONGEST_VALUE, '…')}" for key, value in arguments.items()
        )
        self.console.print()
        self.console.print(Text(f"{number}. {name}({given})", style="bold cyan"))

    def reading(self, text: str, *, failed: bool) -> None:
        """Exactly what a model reads of a call's outcome."""
        self.console.print(Text(text, style="red" if failed else ""), soft_wrap=True)

    def report(self, progress: Progress) -> None:
        """Show where a call is; outside `bar` there is nothing to show it on."""
        if self._update:
            self._update(progress)

    @contextmanager
    def bar(self) -> Generator[None]:
        """A progress bar for as long as a call runs; it goes away afterwards."""
        columns = (TextColumn("{task.description}"), BarColumn(), TimeElapsedColumn())
        with Bars(*columns, console=self.console, transient=True) as bars:
            task = bars.add_task("starting", total=None)

            def update(progress: Progress) -> None:
                total = None if progress.fraction is None else 1.0
                bars.update(task, description=progress.message, total=total, completed=progress.fraction or 0)

            self._update = update
            try:
                yield
            finally:
                self._update = None
