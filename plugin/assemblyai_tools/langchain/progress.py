"""Reports a call's progress through LangChain's and LangGraph's own channels.

A report goes to the toolkit's callback, to `astream_events` and callback handlers (as a custom event), and, inside a
LangGraph graph, to its custom stream. LangChain's and LangGraph's channels do not share events, so both are served.
"""

import asyncio
import sys
from collections.abc import Callable
from types import TracebackType
from typing import Any, Self, TypeAlias

from langchain_core.callbacks import adispatch_custom_event, dispatch_custom_event

from assemblyai_tools.waiting.progress import Progress, ProgressCallback

EVENT = "assemblyai_progress"
"""The name of the custom event; its data is `{"tool", "stage", "message", "fraction", "transcript_id"}`."""

_TOLD = ("stage", "message", "fraction", "transcript_id")
"""What the event tells of a report."""

Writer: TypeAlias = Callable[[Any], None]
"""Writes to a LangGraph graph's custom stream."""


class ProgressReporter:
    """Reports the progress of one blocking call."""

    def __init__(self, tool: str, callback: ProgressCallback) -> None:
        self._tool = tool
        self._callback = callback

    def __call__(self, progress: Progress) -> None:
        dispatch_custom_event(EVENT, self._report(progress))

    def _report(self, progress: Progress) -> dict[str, Any]:
        """Tell the callback and LangGraph, and return the data of the custom event."""
        self._callback(progress)
        data = {"tool": self._tool, **{name: getattr(progress, name) for name in _TOLD}}
        writer = _graph_writer()
        if writer:
            writer({"type": EVENT, **data})
        return data


class AsyncProgressReporter(ProgressReporter):
    """Reports the progress of one async call. Events keep their order; a successful call ends after its last event."""

    def __init__(self, tool: str, callback: ProgressCallback) -> None:
        super().__init__(tool, callback)
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None

    def __call__(self, progress: Progress) -> None:
        self._queue.put_nowait(self._report(progress))
        if self._sender is None:
            self._sender = asyncio.create_task(self._send())

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._sender is None:
            return
        if error is None:
            self._queue.put_nowait(None)
            await self._sender
            return
        # A cancelled or failed call must neither wait for slow handlers nor raise their errors instead of its own.
        self._sender.cancel()
        await asyncio.gather(self._sender, return_exceptions=True)

    async def _send(self) -> None:
        while (data := await self._queue.get()) is not None:
            await adispatch_custom_event(EVENT, data)


def _graph_writer() -> Writer | None:
    """The custom stream of the LangGraph graph around this call, if any. LangGraph is never imported for it."""
    config = sys.modules.get("langgraph.config")
    if config is None:
        return None
    try:
        writer: Writer = config.get_stream_writer()
    except (KeyError, RuntimeError):  # there is no graph around this call
        return None
    return writer
