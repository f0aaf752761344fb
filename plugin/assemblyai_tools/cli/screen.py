"""What the terminal shows: a heading for each call, the text for the model, a progress bar."""

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager, suppress

from rich.console import Console
from rich.progress import BarColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bars
from rich.text import Text

from assemblyai_tools.cli.exits import BROKEN_PIPE
from assemblyai_tools.waiting.progress import Progress


class _Terminal(Console):
    """A console that ends the program quietly if what reads its output has ended, such as `head`."""

    def on_broken_pipe(self) -> None:
        with suppress(SystemExit):  # with rich's own code
            super().on_broken_pipe()
        raise SystemExit(BROKEN_PIPE)


class Screen:
    """Prints the demo's output and shows a running call's progress as a bar."""

    def __init__(self, console: Console | None = None, errors: Console | None = None) -> None:
        self.console = console or _Terminal(highlight=False)
        self.errors = errors or console or _Terminal(highlight=False, stderr=True)
        """Where failures go."""
        self.fraction: float | None = None
        """How far the call is, 0 to 1, that reported last; None where that is not known."""
        self.transcript_id: str | None = None
        """The transcript that a call reported last."""
        self._update: Callable[[Progress], None] | None = None

    def say(self, text: str) -> None:
        self.console.print(Text(text), soft_wrap=True)

    def heading(self, number: int, title: str, tools: Sequence[str]) -> None:
        """Print what a step does, and the tools that do it."""
        self.console.print()
        self.console.print(
            Text.assemble((f"{number}. {title}", "bold cyan"), (f" [{', '.join(tools)}]", "dim"))
        )

    def result(self, text: str, *, failed: bool) -> None:
        """Print a call's result exactly as a model reads it."""
        (self.errors if failed else self.console).print(
            Text(text, style="red" if failed else ""), soft_wrap=True
        )

    def report(self, progress: Progress) -> None:
        """Update the progress bar; outside `bar` there is none, so nothing is shown."""
        self.fraction = progress.fraction
        self.transcript_id = progress.transcript_id or self.transcript_id
        if self._update:
            self._update(progress)

    @contextmanager
    def bar(self) -> Generator[None]:
        """Show a progress bar while a call runs, and remove it afterwards; without a terminal, show nothing."""
        if not self.console.is_terminal:
            yield
            return
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
