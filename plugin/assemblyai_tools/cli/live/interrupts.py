"""Ctrl-C, and what else asks a process to end, while a session is open."""

import signal
from collections.abc import Callable
from types import FrameType, TracebackType
from typing import Any, Self

_SIGNALED = 128
"""What shells add to a signal's number for the exit code of a process that it ended."""


class Interrupts:
    """The first signal ends the session as it should, and its last turns still come; a second Ctrl-C stops at once.

    SIGTERM and SIGHUP, with which a service manager or a closed terminal ends a process, count as the first.
    """

    def __init__(self, end: Callable[[], object]) -> None:
        self.code: int | None = None
        """The exit code of the first signal; None before."""
        self._end = end
        self._before: dict[signal.Signals, Any] = {}

    def __enter__(self) -> Self:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            # What runs in the background, or under nohup, is started so that it ignores some of them.
            if signal.getsignal(number) is not signal.SIG_IGN:
                self._before[number] = signal.signal(number, self._told)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for number, before in self._before.items():
            signal.signal(number, before)

    def _told(self, number: int, _: FrameType | None) -> None:
        if self.code is None:
            self.code = _SIGNALED + number
            self._end()
        elif number == signal.SIGINT:
            raise KeyboardInterrupt
