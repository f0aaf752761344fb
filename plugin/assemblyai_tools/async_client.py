"""The async client: the same, on asyncio."""

import asyncio
import time
from collections.abc import AsyncGenerator, Awaitable, Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import replace
from functools import partial
from io import BufferedReader
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar
from weakref import WeakKeyDictionary

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Complete, Flow, Pause
from assemblyai_tools.transport.engine import (
    AsyncCompleter,
    Call,
    Engine,
    Outcome,
    account_paces,
    nobody_to_ask,
)
from assemblyai_tools.transport.http import (
    CHUNK,
    AsyncTransport,
    RequestError,
    answer,
    lost,
    request_arguments,
    unreadable,
    uploaded,
)
from assemblyai_tools.transport.pool import Pool
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress
from assemblyai_tools.waiting.watch import Watch

T = TypeVar("T")


class AsyncClient:
    """Runs flows on asyncio. One instance serves several event loops, with connections for each.

    `complete` is a language model of your own, from a prompt to a text: it answers in place of AssemblyAI's.
    `watch` is shared with a webhook receiver, where there is one; `sleep` and `transport` are for tests.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        complete: AsyncCompleter | None = None,
        watch: Watch | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: AsyncTransport | None = None,
    ) -> None:
        given = settings or Settings.from_env()
        self.settings = replace(given, llm="own") if complete else given
        self._complete = complete
        self.watch = watch or Watch()
        self._paces = account_paces()
        self._sleep = sleep
        self._transport = transport
        self._pools: WeakKeyDictionary[asyncio.AbstractEventLoop, Pool] = WeakKeyDictionary()

    async def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run one operation's flow to its result; raises an AssemblyAIError."""
        engine = Engine(self.settings, time.monotonic, on_progress, self.watch, self._paces)
        driver = engine.drive(flow)
        outcome: Outcome | None = None
        try:
            while True:
                action = driver.send(outcome)
                if isinstance(action, Pause):
                    await self._pause(action)
                    outcome = None
                elif isinstance(action, Complete):
                    outcome = await self._ask(action)
                else:
                    outcome = await self._call(action, on_progress)
        except StopIteration as stop:
            result: T = stop.value
            return result
        finally:
            driver.close()

    def with_settings(self, settings: Settings, watch: Watch | None = None) -> "AsyncClient":
        """A client for other settings, such as another account's key, over the same connections.

        It has nothing to close. Nothing of it is kept here, and accounts share nothing but connections.
        """
        other = AsyncClient(
            settings, complete=self._complete, watch=watch, sleep=self._sleep, transport=self._transport
        )
        other._pools = self._pools
        return other

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

    async def _pause(self, pause: Pause) -> None:
        if pause.wake_on is None or self.watch.webhook is None:
            await self._sleep(pause.seconds)
            return
        news, loop = asyncio.Event(), asyncio.get_running_loop()
        with (
            self.watch.waking(pause.wake_on, partial(_wake, loop, news)),
            suppress(TimeoutError),
        ):
            await asyncio.wait_for(news.wait(), pause.seconds)

    async def _ask(self, step: Complete) -> Outcome:
        if self._complete is None:
            return nobody_to_ask()
        try:
            return await self._complete(step.prompt)
        except AssemblyAIError as error:
            return error

    async def _call(self, call: Call, report: ProgressCallback) -> Outcome:
        pool = self._pool()
        content = _chunks(call.file, report) if call.file else None
        try:
            response = await pool.request(content=content, **request_arguments(call))
        except RequestError as error:
            return lost(error)
        except OSError as error:
            return unreadable(call, error)
        finally:
            if content:
                await content.aclose()  # where the connection was lost before all of it was sent
        return answer(response)

    def _pool(self) -> Pool:
        loop = asyncio.get_running_loop()
        if loop not in self._pools:
            self._pools[loop] = Pool(self._transport)
        return self._pools[loop]


def _wake(loop: asyncio.AbstractEventLoop, news: asyncio.Event) -> None:
    with suppress(RuntimeError):  # its loop was closed meanwhile, so nobody waits there any more
        loop.call_soon_threadsafe(news.set)


def _close(opening: Future[BufferedReader]) -> None:
    if not opening.cancelled() and opening.exception() is None:
        opening.result().close()


async def _chunks(file: Path, report: ProgressCallback) -> AsyncGenerator[bytes]:
    """The file's bytes: one thread reads ahead, so that a slow disk holds up neither the event loop nor the sending.

    It is a thread of its own, as each of several would keep memory for what it reads.
    """
    reader = ThreadPoolExecutor(1, "upload")
    in_thread = partial(asyncio.get_running_loop().run_in_executor, reader)
    opening = reader.submit(file.open, "rb")
    try:
        stream = await asyncio.wrap_future(opening)
        size, sent = (await in_thread(file.stat)).st_size, 0
        ahead = in_thread(stream.read, min(CHUNK, size))
        try:
            while chunk := await ahead:
                # No more than was announced, even if the file grows meanwhile.
                ahead = in_thread(stream.read, min(CHUNK, size - sent - len(chunk)))
                yield chunk
                sent += len(chunk)
                report(uploaded(file, sent, size))
        finally:
            ahead.cancel()
    finally:
        reader.submit(_close, opening)  # after whatever is still under way there
        reader.shutdown(wait=False)
