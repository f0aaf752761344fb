"""A call's progress as notifications, and the id of the job that it started."""

import asyncio
from types import TracebackType
from typing import Any, Self

from mcp.server.mcpserver import Context

from assemblyai_tools import Progress

_LEAST_STEP = 1e-6
"""Progress must grow with every notification, also where nobody knows how far the work is."""


class ProgressNotifications:
    """What a running call reports, sent on to the client, if it asked for it, for as long as the context lasts.

    Calling it never waits for the client; what comes faster than the client takes it is left out, but not the last.
    """

    def __init__(self, context: Context[None, Any] | None) -> None:
        self.transcript_id: str | None = None
        """The job that exists by now, if there is one."""
        self._context = context
        self._news = asyncio.Event()
        self._latest: Progress | None = None
        self._finished = False
        self._sending: asyncio.Task[None] | None = None
        self._stages: list[str] = []
        self._last = 0.0

    @property
    def left_behind(self) -> str:
        """What is known of what goes on after the call was given up."""
        if self.transcript_id:
            return f"transcript {self.transcript_id} goes on."
        return "if it had reached the service, its work goes on: list_transcripts shows new transcripts."

    def __call__(self, progress: Progress) -> None:
        self.transcript_id = progress.transcript_id or self.transcript_id
        if self._context is None:
            return
        self._latest = progress
        self._news.set()
        if self._sending is None:
            self._sending = asyncio.create_task(self._send_to(self._context))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sending is None:
            return
        try:
            if error is None:
                self._finished = True
                self._news.set()
                await asyncio.wait([self._sending])
        finally:
            self._sending.cancel()
            # A client that has gone takes no progress, and that is no reason to fail the call.
            await asyncio.gather(self._sending, return_exceptions=True)

    async def _send_to(self, context: Context[None, Any]) -> None:
        shown = ""
        while self._latest or not self._finished:
            await self._news.wait()
            self._news.clear()
            latest, self._latest = self._latest, None
            # An upload reports every megabyte; a person wants to see every percent at most.
            if latest and message_of(latest) != shown:
                shown = message_of(latest)
                await context.report_progress(*self._numbers(latest), shown)

    def _numbers(self, progress: Progress) -> tuple[float, float | None]:
        """Each stage counts one; the total is known as long as the stage knows how far it is."""
        if progress.stage not in self._stages:
            self._stages.append(progress.stage)
        done = self._stages.index(progress.stage) + (progress.fraction or 0)
        self._last = max(round(done, 6), round(self._last + _LEAST_STEP, 6))
        return self._last, None if progress.fraction is None else float(len(self._stages))


def message_of(progress: Progress) -> str:
    """What a person reads; it names the job, so that whoever stops waiting can come back to it."""
    percent = "" if progress.fraction is None else f"{round(progress.fraction * 100)} %"
    job = f"transcript {progress.transcript_id}" if progress.transcript_id else ""
    return ", ".join(part for part in (progress.message, percent, job) if part)
