"""What is going on during a call, where LangChain's users look for it.

The toolkit's callback hears of it, so do `astream_events` and callback handlers (a custom event), and inside a
LangGraph graph its custom stream. LangChain's and LangGraph's channels do not see each other, so both are served.
"""

import asyncio
import sys
from collections.abc import Callable
from dataclasses import asdict
from types import TracebackType
from typing import Any, Self, TypeAlias

from langchain_core.callbacks import adispatch_custom_event, dispatch_custom_event

from assemblyai_tools.waiting.progress import Progress, ProgressCallback

EVENT = "assemblyai_progress"
"""The name of the custom event; its data is `{"tool", "stage", "message", "fraction", "transcript_id"}`."""

Writer: TypeAlias = Callable[[Any], None]


class Announcer:
    """Announces the progress of one blocking call."""

    def __init__(self, tool: str, callback: ProgressCallback) -> None:
        self._tool = tool
        self._callback = callback

    def __call__(self, progress: Progress) -> None:
        data = self._announced(progress)
        dispatch_custom_event(EVENT, data)

    def _announced(self, progress: Progress) -> dict[str, Any]:
        self._callback(progress)
        data = {"tool": self._tool, **asdict(progress)}
        writer = _graph_writer()
        if writer:
            writer({"type": EVENT, **data})
        return data


class AsyncAnnouncer(Announcer):
    """Announces the progress of one async call; events keep their order, and all are out when it has succeeded."""

    def __init__(self, tool: str, callback: ProgressCallback) -> None:
        super().__init__(tool, callback)
        self._queue: asyncio.Queue[dict[str, Any] | None] = asyncio.Queue()
        self._sender: asyncio.Task[None] | None = None

    def __call__(self, progress: Progress) -> None:
        self._queue.put_nowait(self._announced(progress))
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
        # Whoever gave up, or failed, neither waits for slow handlers nor hears of their trouble instead.
        self._sender.cancel()
        await asyncio.gather(self._sender, return_exceptions=True)

    async def _send(self) -> None:
        while (data := await self._queue.get()) is not None:
            await adispatch_custom_event(EVENT, data)


def _graph_writer() -> Writer | None:
    """LangGraph's own stream, if there is a graph around this call; LangGraph is never imported for it."""
    config = sys.modules.get("langgraph.config")
    if config is None:
        return None
    try:
        writer: Writer = config.get_stream_writer()
    except (KeyError, RuntimeError):  # its way to say that there is no graph here
        return None
    return writer
