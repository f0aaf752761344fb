"""Stdin, stdout and stderr of a command: what happens where one is closed, full, or has no reader any more."""

import io
import os
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager, suppress
from typing import Any, TextIO, cast

from assemblyai_tools.cli.exits import OutputClosedError
from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError

_DESCRIPTORS = 0, 1, 2
"""Those of stdin, stdout and stderr."""


class Guarded:
    """A text stream that hands its failure over, once more at each use after it; what is written then is lost.

    It has no `buffer`, by which click would go around it: what click writes as bytes comes here, too.
    """

    def __init__(self, stream: TextIO, failed: Callable[[OSError], None]) -> None:
        self._stream = stream
        self._failed = failed
        self._error: OSError | None = None

    def __getattr__(self, name: str) -> Any:
        if name == "buffer":
            raise AttributeError(name)
        return getattr(self._stream, name)

    def write(self, what: str | bytes) -> int:
        if what == b"":  # click tries whether this is a stream of bytes
            raise TypeError
        if what != "":  # click tries this, too, and would ignore a failure
            with self._guard():
                self._write(what)
        return len(what)

    def _write(self, what: str | bytes) -> None:
        if isinstance(what, str):
            self._stream.write(what)
        else:
            self._stream.flush()
            self._stream.buffer.write(what)

    def writelines(self, lines: Iterable[str]) -> None:
        for line in lines:
            self.write(line)

    def flush(self) -> None:
        with self._guard():
            self._stream.flush()

    @contextmanager
    def _guard(self) -> Generator[None]:
        try:
            yield
        except OSError as error:
            self._give_up()
            self._error = error
        if self._error:
            self._failed(self._error)

    def _give_up(self) -> None:
        """Let what is left in the buffer go nowhere: it would fail once more when Python ends."""
        with suppress(OSError):  # a stream of a test has no descriptor
            nowhere = os.open(os.devnull, os.O_WRONLY)
            try:
                os.dup2(nowhere, self._stream.fileno())
            finally:
                os.close(nowhere)


class _NoInput(io.RawIOBase):
    """In the place of a stdin that is closed."""

    def readable(self) -> bool:
        return True

    def readinto(self, _: object) -> int:
        raise InvalidArgumentsError(
            "Nothing can be read from stdin: it is closed.",
            next_step="Redirect a file to it, or name the file.",
        )


@contextmanager
def guarded_streams() -> Generator[None]:
    """Give this process streams that may be used without a second thought, and take them away again.

    A failure of stdout raises OutputClosedError if its reader has ended, and an AssemblyAIError otherwise. One of
    stderr is ignored: what has been paid for is not given up because nobody reads how far it is.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    _open_closed()
    if cast("TextIO | None", sys.stdin) is None:
        sys.stdin = io.TextIOWrapper(io.BufferedReader(_NoInput()))
    with open(os.devnull, "w", encoding="utf-8") as nowhere:  # noqa: PTH123 - it is no file
        sys.stdout = cast("TextIO", Guarded(_usable(sys.stdout, nowhere), _output_failed))
        sys.stderr = cast("TextIO", Guarded(_usable(sys.stderr, nowhere), lambda _: None))
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before


def _open_closed() -> None:
    """Open /dev/null in the place of closed descriptors: the next file to be opened would get theirs."""
    for descriptor in _DESCRIPTORS:
        try:
            os.fstat(descriptor)
        except OSError:
            os.set_inheritable(os.open(os.devnull, os.O_RDWR), True)


def _usable(stream: TextIO | None, nowhere: TextIO) -> TextIO:
    usable = nowhere if stream is None else stream
    if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a letter shows its code
        stream.reconfigure(errors="backslashreplace")
    return usable


def _output_failed(error: OSError) -> None:
    if isinstance(error, BrokenPipeError):
        raise OutputClosedError from None
    raise AssemblyAIError(
        f"The result could not be written to stdout ({error.strerror}).",
        next_step="Redirect it to a place that can be written to.",
    ) from None
