"""The server's log, on stderr. Writing to it opens no file and imports nothing, and never raises.

Where the package `rich` is installed, the SDK would set up its handler. That one imports modules and opens source files
when it shows its first exception, so a process that may open no more files would end at its first line of log.
"""

import logging
import sys
from contextlib import suppress
from traceback import FrameSummary, StackSummary, TracebackException
from types import TracebackType
from typing import TextIO, TypeAlias

_ExcInfo: TypeAlias = (
    tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None]
)


def write_log_to_stderr() -> None:
    """Send warnings and errors of this process to stderr, unless the log goes somewhere already.

    Call this before a ToolServer is made: the SDK sets up its own log if there is none.
    """
    root = logging.getLogger()
    if not root.handlers:
        root.addHandler(StderrHandler(sys.stderr))
        root.setLevel(logging.WARNING)


class StderrHandler(logging.StreamHandler[TextIO]):
    """Writes each record to a stream. A record that cannot be written is dropped, and logging it raises nothing."""

    def __init__(self, stream: TextIO) -> None:
        super().__init__(stream)
        self.setFormatter(_WithoutSource("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        with suppress(Exception):  # the base class lets a RecursionError through
            super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - the base class's name
        with suppress(Exception):
            self.stream.write(f"A record of {record.name} could not be written to the log.\n")


class _WithoutSource(logging.Formatter):
    """Shows an exception's files, lines and functions, but not the source, which would have to be read."""

    def formatException(self, ei: _ExcInfo) -> str:  # noqa: N802 - the base class's name
        kind, error, trace = ei
        if kind is None or error is None:
            return ""
        shown = TracebackException(kind, error, trace, lookup_lines=False)
        _drop_source(shown)
        return "".join(shown.format()).rstrip("\n")


def _drop_source(shown: TracebackException) -> None:
    shown.stack = StackSummary.from_list(
        [FrameSummary(frame.filename, frame.lineno, frame.name, line="") for frame in shown.stack]
    )
    for inner in (shown.__cause__, shown.__context__, *(shown.exceptions or ())):
        if inner is not None:
            _drop_source(inner)
