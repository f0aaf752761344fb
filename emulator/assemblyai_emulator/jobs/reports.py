"""What a worker tells its parent while it is busy with a job."""

import contextlib
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

_REPORT_SECONDS = 0.2
"""Seconds between two reports."""


class Reports:
    """Repeats the latest numbers several times a second, from a thread of its own. A context manager.

    So the parent hears something during a call that takes minutes, such as loading a large model or decoding a piece
    with it: such calls release the interpreter's lock. One that hangs and does not release it stops the reports.

    `send` is called with the share of the work that is done, 0 to 1, and with the seconds of audio decoded so far,
    summed over the channels that are decoded apart. It is never called after the block has ended.
    """

    def __init__(self, send: Callable[[float, float], None]) -> None:
        self._send = send
        self._share = 0.0
        self._decoded_seconds = 0.0
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._repeat, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._thread.join()

    def progress(self, share: float) -> None:
        self._share = share

    def decoded(self, audio_seconds: float) -> None:
        self._decoded_seconds = audio_seconds

    def _repeat(self) -> None:
        # The pipe breaks when the parent is gone. The worker then exits by itself, as its stdin has ended.
        with contextlib.suppress(BrokenPipeError):
            while not self._ended.wait(_REPORT_SECONDS):
                self._send(self._share, self._decoded_seconds)
