"""The two clients: they perform what the engine asks for, one blocking, one async. Only httpx user here."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar
from weakref import WeakKeyDictionary

import httpx

from assemblyai_tools.config import Settings
from assemblyai_tools.engine import Answer, Call, Engine, Progress, ProgressCallback, no_progress
from assemblyai_tools.flow import Flow, Pause
from assemblyai_tools.retry import Lost

T = TypeVar("T")

CHUNK = 1 << 20
"""Bytes read from a file at a time: fewer, larger writes than httpx's own 64 kB."""

_CONNECT_SECONDS = 10.0
_NEVER_SENT = (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout)


class Client:
    """Runs flows, blocking. Use as a context manager, or call `close()`. Threads may share one."""

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        sleep: Callable[[float], None] = time.sleep,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.settings = settings or Settings.from_env()
        self._sleep = sleep
        self._http = httpx.Client(transport=transport)

    def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run one operation's flow to its result; raises an AssemblyAIError."""
        driver = Engine(self.settings, time.monotonic, on_progress).drive(flow)
        outcome: Answer | Lost | None = None
        try:
            while True:
                action = driver.send(outcome)
                if isinstance(action, Pause):
                    self._sleep(action.seconds)
                    outcome = None
                else:
                    outcome = self._call(action, on_progress)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            driver.close()

    def close(self) -> None:
        self._http.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _call(self, call: Call, report: ProgressCallback) -> Answer | Lost:
        content = _chunks(call.file, report) if call.file else None
        try:
            response = self._http.request(content=content, **_request(call))
        except httpx.RequestError as error:
            return _lost(error)
        return _answer(response)


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
            response = await self._pool().request(content=content, **_request(call))
        except httpx.RequestError as error:
            return _lost(error)
        return _answer(response)

    def _pool(self) -> httpx.AsyncClient:
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            self._pools[loop] = httpx.AsyncClient(transport=self._transport)
        return self._pools[loop]


def _request(call: Call) -> dict[str, Any]:
    headers = dict(call.headers)
    if call.file:
        headers |= {
            "Content-Type": "application/octet-stream",
            "Content-Length": str(call.file.stat().st_size),
        }
    return {
        "method": call.method,
        "url": call.url,
        "headers": headers,
        "params": dict(call.query) or None,
        "json": call.json,
        "timeout": httpx.Timeout(call.timeout, connect=_CONNECT_SECONDS),
    }


def _chunks(file: Path, report: ProgressCallback) -> Iterator[bytes]:
    size, sent = file.stat().st_size, 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
            sent += len(chunk)
            report(_uploaded(file, sent, size))


async def _async_chunks(file: Path, report: ProgressCallback) -> AsyncIterator[bytes]:
    """The same chunks, each read in a thread so that a slow disk does not hold up the event loop."""
    size, sent = (await asyncio.to_thread(file.stat)).st_size, 0
    with await asyncio.to_thread(file.open, "rb") as stream:
        while chunk := await asyncio.to_thread(stream.read, CHUNK):
            yield chunk
            sent += len(chunk)
            report(_uploaded(file, sent, size))


def _uploaded(file: Path, sent: int, size: int) -> Progress:
    return Progress("uploading", f"uploading {file.name}", min(1.0, sent / size))


def _answer(response: httpx.Response) -> Answer:
    return Answer(response.status_code, {k.lower(): v for k, v in response.headers.items()}, response.content)


def _lost(error: httpx.RequestError) -> Lost:
    reason = str(error) or type(error).__name__
    return Lost(sent=not isinstance(error, _NEVER_SENT), reason=reason)
