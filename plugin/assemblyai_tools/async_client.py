"""The async client: the same, on asyncio."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakKeyDictionary

import httpx

from assemblyai_tools.config import Settings
from assemblyai_tools.engine import Answer, Call, Engine, ProgressCallback, no_progress
from assemblyai_tools.flow import Flow, Pause
from assemblyai_tools.retry import Lost
from assemblyai_tools.wire import CHUNK, answer, lost, request_arguments, uploaded

T = TypeVar("T")


class AsyncClient:
    """Runs flows on asyncio. One instance serves several event loops, with a connection pool for each."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.settings = settings or Settings.from_env()
        self._sleep = sleep
        self._transport = transport
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, httpx.AsyncClient] = WeakKeyDictionary()

    async def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run one operation's flow to its result; raises an AssemblyAIError."""
        driver = Engine(self.settings, time.monotonic, on_progress).drive(flow)
        outcome: Answer | Lost | None = None
        try:
            while True:
                action = driver.send(outcome)
                if isinstance(action, Pause):
                    await self._sleep(action.seconds)
                    outcome = None
                else:
                    outcome = await self._call(action, on_progress)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            driver.close()

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        pool = self._pools.pop(asyncio.get_running_loop(), None)
        if pool is not None:
            await pool.aclose()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.aclose()

    async def _call(self, call: Call, report: ProgressCallback) -> Answer | Lost:
        content = _async_chunks(call.file, report) if call.file else None
        try:
            response = await self._pool().request(content=content, **request_arguments(call))
        except httpx.RequestError as error:
            return lost(error)
        return answer(response)

    def _pool(self) -> httpx.AsyncClient:
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            self._pools[loop] = httpx.AsyncClient(transport=self._transport)
        return self._pools[loop]


async def _async_chunks(file: Path, report: ProgressCallback) -> AsyncIterator[bytes]:
    """The same chunks, each read in a thread so that a slow disk does not hold up the event loop."""
    size, sent = (await asyncio.to_thread(file.stat)).st_size, 0
    with await asyncio.to_thread(file.open, "rb") as stream:
        while chunk := await asyncio.to_thread(stream.read, CHUNK):
            yield chunk
            sent += len(chunk)
            report(uploaded(file, sent, size))
