"""Ctrl-C, and what else asks a process to end, while a session is open."""

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

_SIGNALED = 128
"""What shells add to a signal's number for the exit code of a process that it ended."""

_LAST_TURNS_SECONDS = 3.0
"""Seconds for the last turns after SIGTERM or SIGHUP: their sender kills a process that does not end soon."""


class Interrupts:
    """The first signal ends the session as it should, and its last turns still come; a second Ctrl-C stops at once.

    SIGTERM (from a service manager) and SIGHUP (from a closed terminal) end it in the same way, but the last turns
    have a few seconds only. A stop at once raises KeyboardInterrupt.
    """

    def __init__(self, end: Callable[[], object]) -> None:
        self.code: int | None = None
        """The exit code of the first signal; None before."""
        self._end = end
        self._is_timed = False
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGALRM):
            # A process in the background, or under nohup, ignores some of them from the start.
            if signal.getsignal(number) is not signal.SIG_IGN or number == signal.SIGALRM:
                self._before[number] = signal.signal(number, self._told)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.forget_time()
        for number, before in self._before.items():
            signal.signal(number, before)

    def forget_time(self) -> None:
        """Stop the timer: nothing more is heard."""
        if self._is_timed:
            signal.setitimer(signal.ITIMER_REAL, 0)

    def _told(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGALRM:
            raise KeyboardInterrupt
        is_first = self.code is None
        if is_first:
            self.code = _SIGNALED + number
            self._end()
        if number == signal.SIGINT:
            if not is_first:
                raise KeyboardInterrupt
        elif not self._is_timed:
            self._is_timed = True
            signal.setitimer(signal.ITIMER_REAL, _LAST_TURNS_SECONDS)
