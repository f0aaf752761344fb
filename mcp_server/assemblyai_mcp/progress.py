"""A call's progress as MCP notifications, and the id of the job that the call started."""

import asyncio
from types import TracebackType
from typing import Any, Self

from mcp.server.mcpserver import Context

from assemblyai_tools import Progress

_LEAST_STEP = 1e-6
"""The least growth between two notifications: the protocol wants growth even while the fraction is unknown."""


class ProgressNotifications:
    """Sends a running call's progress to the client, if the client asked for it, until the context manager exits.

    Reporting never waits for the client. When progress comes faster than the client takes it, only the latest is sent.
    """

    def __init__(self, context: Context[None, Any] | None) -> None:
        self.transcript_id: str | None = None
        """The id of the job, once it exists."""
        self._context = context
        self._changed = asyncio.Event()
        self._latest: Progress | None = None
        self._finished = False
        self._sender: asyncio.Task[None] | None = None
        self._stages: list[str] = []
        self._last_number = 0.0

    @property
    def still_running(self) -> str:
        """For the log: what goes on at the service after the call was cancelled."""
        if self.transcript_id:
            return f"transcript {self.transcript_id} goes on."
        return "if it had reached the service, its work goes on: list_transcripts shows new transcripts."

    def __call__(self, progress: Progress) -> None:
        self.transcript_id = progress.transcript_id or self.transcript_id
        if self._context is None:
            return
        self._latest = progress
        self._changed.set()
        if self._sender is None:
            self._sender = asyncio.create_task(self._send_to(self._context))

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sender is None:
            return
        try:
            if error is None:
                self._finished = True
                self._changed.set()
                await asyncio.wait([self._sender])
        finally:
            self._sender.cancel()
            # The client may have disconnected; that must not fail the call.
            await asyncio.gather(self._sender, return_exceptions=True)

    async def _send_to(self, context: Context[None, Any]) -> None:
        shown = ""
        while self._latest or not self._finished:
            await self._changed.wait()
            self._changed.clear()
            latest, self._latest = self._latest, None
            # An upload reports after every chunk; a person needs no more than one message per percent.
            if latest and message_of(latest) != shown:
                shown = message_of(latest)
                await context.report_progress(*self._numbers(latest), shown)

    def _numbers(self, progress: Progress) -> tuple[float, float | None]:
        """The progress and the total. Each stage counts as one; the total is None if the fraction is unknown."""
        if progress.stage not in self._stages:
            self._stages.append(progress.stage)
        done = self._stages.index(progress.stage) + (progress.fraction or 0)
        self._last_number = max(round(done, 6), round(self._last_number + _LEAST_STEP, 6))
        return self._last_number, None if progress.fraction is None else float(len(self._stages))


def message_of(progress: Progress) -> str:
    """The text for a person. It names the job, so that a client that stops waiting can come back to it."""
    percent = "" if progress.fraction is None else f"{round(progress.fraction * 100)} %"
    job = f"transcript {progress.transcript_id}" if progress.transcript_id else ""
    return ", ".join(part for part in (progress.message, percent, job) if part)
