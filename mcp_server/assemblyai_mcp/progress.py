"""A call's progress as MCP notifications, and the id of the job that the call started."""

import asyncio
from types import TracebackType
from typing import Any, Self

from mcp.server.mcpserver import Context

from assemblyai_tools import Progress

_LEAST_GROWTH = 1e-4
"""The least growth of a notification, as a share of what is left. It grows even if it is unknown how much is done."""

_LAST_SHARE = 1e-3
"""What stays undone of a stage until the call's result is there, so that a notification after 100 % can still grow."""


class ProgressNotifications:
    """Sends a running call's progress to the client, if the client asked for it, until the context manager exits.

    Reporting never waits for the client. When progress comes faster than the client takes it, only the latest is sent.
    """

    def __init__(self, context: Context[None, Any] | None, *, waits: bool) -> None:
        """`waits` says whether the call may wait for a job after it has uploaded a file."""
        self.transcript_id: str | None = None
        """The id of the job, once it exists."""
        self.audio_seconds: float | None = None
        """How long the audio is, once it is uploaded and if its file tells it."""
        self._context = context
        self._changed = asyncio.Event()
        self._latest: Progress | None = None
        self._finished = False
        self._sender: asyncio.Task[None] | None = None
        self._numbers = Numbers(waits=waits)

    @property
    def still_running(self) -> str:
        """For the log: what goes on at the service after the call was cancelled."""
        if self.transcript_id:
            return f"transcript {self.transcript_id} goes on."
        return "if it had reached the service, its work goes on: list_transcripts shows new transcripts."

    def __call__(self, progress: Progress) -> None:
        self.transcript_id = progress.transcript_id or self.transcript_id
        self.audio_seconds = progress.audio_seconds or self.audio_seconds
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
                await context.report_progress(*self._numbers.after(latest), shown)


class Numbers:
    """How far a call is, in stages: uploading is one, waiting is one, trying again is none.

    The number grows with every notification and stays below the total. There is a total from the first time that
    anyone knows how much is done, and it stays the same.
    """

    def __init__(self, *, waits: bool) -> None:
        self._waits = waits
        self._uploads = False
        self._last = 0.0
        self._total: float | None = None

    def after(self, progress: Progress) -> tuple[float, float | None]:
        """The number and the total, if there is one, once this was reported."""
        self._uploads = self._uploads or progress.stage == "uploading"
        stages = self._total or (2.0 if self._uploads and self._waits else 1.0)
        if progress.fraction is not None and self._total is None:
            self._total = stages
        before = stages - 1 if progress.stage == "waiting" else 0.0
        done = min(before + (progress.fraction or 0), stages - _LAST_SHARE)
        self._last = max(done, self._last + _LEAST_GROWTH * (stages - self._last))
        return self._last, self._total


def message_of(progress: Progress) -> str:
    """The text for a person. It names the job, so that a client that stops waiting can come back to it."""
    percent = "" if progress.fraction is None else f"{round(progress.fraction * 100)} %"
    job = f"transcript {progress.transcript_id}" if progress.transcript_id else ""
    return ", ".join(part for part in (progress.message, percent, job) if part)
