"""A client that creates a job only while its worker may."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any

from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch.outage import Outage
from assemblyai_tools.config import Settings
from assemblyai_tools.transport.call import Call
from assemblyai_tools.transport.engine import Outcome
from assemblyai_tools.waiting.progress import ProgressCallback

Fence = Callable[[], Awaitable[None]]
"""Waits until the worker may create a job, and raises an AssemblyAIError if it never may again."""


class FencedClient(AsyncClient):
    """Asks before each request that is billed, right before it is written: a pause before it may have been long."""

    def __init__(
        self, settings: Settings, fence: Fence, outage: Outage | None = None, **options: Any
    ) -> None:
        super().__init__(settings, **options)
        self._fence = fence
        self._outage = outage

    async def _call(self, call: Call, report: ProgressCallback) -> Outcome:
        if call.method == "POST" and call.json is not None:
            call = replace(call, fence=self._fence)
        outcome = await super()._call(call, report)
        if self._outage:
            self._outage.note(outcome)
        return outcome
