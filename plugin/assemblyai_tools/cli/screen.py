"""What the terminal shows: a heading for each call, the text for the model, a progress bar."""

from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from typing import Any

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from assemblyai_tools.text import shorten
from assemblyai_tools.waiting.progress import Progress

_MAX_VALUE = 200
"""Characters of an argument's value that are shown."""


class Screen:
    """Prints the demo's output and shows a running call's progress as a bar."""

    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False)
        self._update: Callable[[Progress], None] | None = None

    def say(self, text: str) -> None:
        self.console.print(Text(text))

    def heading(self, number: int, name: str, arguments: Mapping[str, Any]) -> None:
        """Print the call, with long values shortened."""
        given = ", ".join(
            f"{key}={shorten(repr(value), _MAX_VALUE, '…')}" for key, value in arguments.items()
        )
        self.console.print()
        self.console.print(Text(f"{number}. {name}({given})", style="bold cyan"))

    def result(self, text: str, *, failed: bool) -> None:
        """Print a call's result exactly as a model reads it."""
        self.console.print(Text(text, style="red" if failed else ""), soft_wrap=True)

    def report(self, progress: Progress) -> None:
        """Update the progress bar; outside `bar` there is none, so nothing is shown."""
        if self._update:
            self._update(progress)

    @contextmanager
    def bar(self) -> Generator[None]:
        """Show a progress bar while a call runs, and remove it afterwards."""
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
