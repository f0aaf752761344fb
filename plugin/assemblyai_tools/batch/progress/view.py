"""Shows how far a batch is while it goes on: a live view in a terminal, a line now and then elsewhere."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, ExitStack, suppress
from typing import TYPE_CHECKING, Protocol, Self, TextIO

from sqlalchemy.exc import SQLAlchemyError

from assemblyai_tools.batch.progress.snapshot import Snapshot
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.lazy import is_installed

if TYPE_CHECKING:
    from rich.console import RenderableType

_EVERY = 2.0
"""Seconds between two looks at the database."""

_SHARE = 50
"""A look that takes long is made less often, so that at most one part in so many of the time goes into it."""

_LINE_EVERY = 10.0
"""Seconds between two lines, at least."""


_BAR = 60
"""Characters of the bar, at most."""


class View(Protocol):
    """What shows a snapshot."""

    def show(self, found: Snapshot) -> None: ...


class LinesView:
    """A line each some seconds, if anything changed: for pipes and logs."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._last: tuple[float, tuple[int, ...]] | None = None

    def show(self, found: Snapshot) -> None:
        counts = (found.done, found.running, found.waiting, found.failed, found.held, found.cancelled)
        now = self._clock()
        if self._last and (now - self._last[0] < _LINE_EVERY or counts == self._last[1]):
            return
        self._last = (now, counts)
        print(found.as_line(), file=self._stream, flush=True)


class LiveView:
    """A bar and figures that stay in their place, and go at the end: for terminals. It needs rich."""

    def __init__(self, stream: TextIO) -> None:
        from rich.console import Console  # noqa: PLC0415 - an extra, and slow to import
        from rich.live import Live  # noqa: PLC0415

        self._live = Live(console=Console(file=stream, highlight=False), auto_refresh=False, transient=True)

    def __enter__(self) -> Self:
        self._live.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._live.stop()

    def show(self, found: Snapshot) -> None:
        self._live.update(_drawn(found), refresh=True)


class QuietView:
    """Shows nothing."""

    def show(self, found: Snapshot) -> None:
        pass


def view_for(stream: TextIO, *, quiet: bool = False) -> View:
    """The view that fits a stream."""
    if quiet:
        return QuietView()
    return LiveView(stream) if stream.isatty() and is_installed("rich") else LinesView(stream)


class Watching:
    """Shows a batch's progress for as long as the context lasts, from a thread, so that it never delays the work.

    `look` reads a snapshot. If the database does not answer, it is asked again later.
    """

    def __init__(self, look: Callable[[], Snapshot], view: View, every: float = _EVERY) -> None:
        self._look = look
        self._view = view
        self._every = every
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="batch-progress", daemon=True)
        self._stack = ExitStack()

    def __enter__(self) -> Self:
        if isinstance(self._view, AbstractContextManager):
            self._stack.enter_context(self._view)
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join()
        self._stack.close()

    def _run(self) -> None:
        """Show it now, then again and again, and as it is at the end."""
        ended = False
        while not ended:
            began = time.thread_time()
            self._show()
            ended = self._ended.wait(max(self._every, _SHARE * (time.thread_time() - began)))
        self._show()

    def _show(self) -> None:
        with suppress(SQLAlchemyError, AssemblyAIError, OSError):  # the work itself tells what is wrong
            self._view.show(self._look())


def watch(
    look: Callable[[], Snapshot], view: View, pause: Callable[[float], object] = time.sleep
) -> Snapshot:
    """Show a batch's progress until nothing is left to do; another process does the work."""
    with ExitStack() as stack:
        if isinstance(view, AbstractContextManager):
            stack.enter_context(view)
        while True:
            found = look()
            view.show(found)
            if not found.left or found.state != "open":
                return found
            pause(_EVERY)


def _drawn(found: Snapshot) -> "RenderableType":
    from rich.progress_bar import ProgressBar  # noqa: PLC0415 - see LiveView
    from rich.table import Table  # noqa: PLC0415
    from rich.text import Text  # noqa: PLC0415

    ended, total = found.total - found.left, max(1, found.total)
    bar = Table.grid(padding=(0, 1))
    bar.add_row(ProgressBar(total=total, completed=ended, width=_BAR), Text(f"{ended / total:.0%}"))
    lines = [Text(one) for one in found.as_line().split("; ")]
    lines += [Text(one, style="red") for one in found.failures()]
    grid = Table.grid()
    grid.add_row(bar)
    for line in lines:
        grid.add_row(line)
    return grid
