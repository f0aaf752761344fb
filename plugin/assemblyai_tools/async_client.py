"""The async client: performs the engine's actions on asyncio."""

import asyncio
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import suppress
from copy import copy
from dataclasses import replace
from functools import partial
from importlib import import_module
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Complete, Flow, Pause
from assemblyai_tools.transport.account import Account
from assemblyai_tools.transport.async_upload import chunks
from assemblyai_tools.transport.call import Call, SlowWork
from assemblyai_tools.transport.engine import AsyncCompleter, Engine, Outcome, no_language_model
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress
from assemblyai_tools.waiting.watch import Watch

if TYPE_CHECKING:
    from assemblyai_tools.arguments.base import Arguments
    from assemblyai_tools.operation import Operation
    from assemblyai_tools.streaming.control import StreamControl
    from assemblyai_tools.streaming.sources import Audio
    from assemblyai_tools.streaming.stream import EventStream
    from assemblyai_tools.transport.http import AsyncTransport
    from assemblyai_tools.transport.pool import Pool

T = TypeVar("T")

_AT_FIRST_CONNECTION = ("httpcore", "anyio._backends._asyncio")
"""What httpx would import on the event loop when it opens its first connection; it takes a tenth of a second."""


class AsyncClient:
    """Runs flows on asyncio. One instance serves several event loops, with separate connections for each.

    `complete` is your own language model, a function from a prompt to a text: it answers in place of AssemblyAI's.
    `watch` can be shared with a webhook receiver; `sleep` and `transport` are for tests.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        complete: AsyncCompleter | None = None,
        watch: Watch | None = None,
        sleep: Callable[[float], Awaitable[None]] = asyncio.sleep,
        transport: "AsyncTransport | None" = None,
    ) -> None:
        given = settings or Settings.from_env()
        self.settings = replace(given, llm="own") if complete else given
        self._complete = complete
        self._account = Account(watch or Watch())
        self._sleep = sleep
        self._transport = transport

    @property
    def watch(self) -> Watch:
        """The transcripts that calls of this account are waiting for."""
        return self._account.watch

    @property
    def account(self) -> Account:
        """What the calls with this client's key share."""
        return self._account

    @property
    def is_answered(self) -> bool:
        """Whether the service ever did what a call with this client's key asked for: never for a made-up key."""
        return self._account.is_answered

    async def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run one operation's flow and return its result. Raises an AssemblyAIError."""
        engine = Engine(self.settings, time.monotonic, on_progress, self._account)
        driver = engine.drive(flow)
        outcome: Outcome | None = None
        with self._account.in_use():
            try:
                while True:
                    action = driver.send(outcome)
                    if isinstance(action, Pause):
                        await self._pause(action)
                        outcome = None
                    elif isinstance(action, Complete):
                        outcome = await self._ask_model(action)
                    elif isinstance(action, SlowWork):
                        outcome = await _done(action)
                    else:
                        outcome = await self._call(action, on_progress)
            except StopIteration as stop:
                result: T = stop.value
                return result
            finally:
                driver.close()
                engine.release()

    def stream(
        self,
        audio: "Audio",
        *,
        speech_model: str,
        sample_rate: int | None = None,
        at_pace: bool = True,
        max_seconds: float | None = None,
        max_cost: float | None = None,
        max_quiet_seconds: float | None = 3600.0,
        token: str | None = None,
        control: "StreamControl | None" = None,
        **parameters: Any,
    ) -> "EventStream":
        """Live speech: the events of a session, as they come: turns so far, finished turns, warnings.

        `audio`: an iterator or asynchronous iterator of bytes of any length (one channel), `microphone()`, or the
        path of a WAV file or of raw samples, which is sent `at_pace`, as it was spoken, or else as fast as the service
        takes it.
        `speech_model` has no default; `sample_rate` (Hz) is required for the PCM encodings, unless the path of a WAV
        file or `microphone()` tells it; `parameters` are the other ones of StreamParameters, and `more_parameters` a
        dict of those that it does not know. The stream ends itself after `max_seconds`, or when it comes to
        `max_cost` (USD, an estimate), or when nobody spoke for `max_quiet_seconds` (None: it may be quiet). `token`
        is a temporary token (create_streaming_token) that takes the key's place. `control` steers it.

        The session is billed by the second from the first event that is asked for, until the stream
        ends: with the audio, with `aclose()` or `async with`, or when it is not referenced any more.
        Raises an AssemblyAIError, here for what is wrong with the arguments.

        https://www.assemblyai.com/docs/streaming
        """
        from assemblyai_tools.streaming.stream import StreamOptions, open_stream  # noqa: PLC0415 - few programs stream

        given = parameters | {"speech_model": speech_model, "sample_rate": sample_rate}
        options = StreamOptions(at_pace, max_seconds, max_cost, max_quiet_seconds, token, control)
        return open_stream(self.settings, audio, given, options)

    @staticmethod
    async def validated(
        operation: "Operation[Any, Any]", raw: Mapping[str, Any], *, beside: Collection[str] = ()
    ) -> "Arguments":
        """As the operation's own `validated`, without blocking the event loop.

        The names of languages are in a library that is imported at the first call that might give one.
        """
        check = partial(operation.validated, raw, beside=beside)
        is_slow = "language_code" in operation.input_schema["properties"]
        return await asyncio.to_thread(check) if is_slow else check()

    def with_settings(self, settings: Settings, account: Account | None = None) -> "AsyncClient":
        """The same client with other settings. With another key or service it shares nothing with it.

        `Accounts` finds the account of a key, so that later calls with that key share it.
        """
        other = copy(self)
        other.settings = replace(settings, llm="own") if self._complete else settings
        here, there = self.settings, settings
        if account is None and (here.api_key, here.base_url) != (there.api_key, there.base_url):
            account = Account()
        other._account = account or self._account  # noqa: SLF001 - a copy of this one
        return other

    def __deepcopy__(self, _: dict[int, Any]) -> "AsyncClient":
        """A client for the same calls with connections of its own; model, poller and a given transport are shared."""
        return AsyncClient(
            self.settings,
            complete=self._complete,
            watch=self.watch,
            sleep=self._sleep,
            transport=self._transport,
        )

    async def aclose(self) -> None:
        """Close the connections of the running event loop."""
        await self._account.aclose(asyncio.get_running_loop())

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
        woken, loop = asyncio.Event(), asyncio.get_running_loop()
        with (
            self.watch.waking(pause.wake_on, partial(_wake, loop, woken)),
            suppress(TimeoutError),
        ):
            await asyncio.wait_for(woken.wait(), pause.seconds)

    async def _ask_model(self, step: Complete) -> Outcome:
        if self._complete is None:
            return no_language_model()
        try:
            return await self._complete(step.prompt)
        except AssemblyAIError as error:
            return error

    async def _call(self, call: Call, report: ProgressCallback) -> Outcome:
        content = chunks(call.file, report) if call.file else None
        try:
            pool = await self._pool()
            return await pool.send(call, content)
        finally:
            if content:
                await content.aclose()  # the connection may have been lost before the end of the file

    async def _pool(self) -> "Pool":
        pools, loop = self._account.pools, asyncio.get_running_loop()
        if loop not in pools:
            # In a thread, as it imports httpx and reads the certificates. Another call may have been quicker.
            made = await asyncio.to_thread(_new_pool, self._transport, self.settings.addresses)
            pools.setdefault(loop, made)
        pool: Pool = pools[loop]
        return pool


async def _done(work: SlowWork) -> Outcome:
    try:
        return await asyncio.to_thread(work.run)
    except AssemblyAIError as error:
        return error


def _new_pool(transport: "AsyncTransport | None", addresses: Sequence[str]) -> "Pool":
    # At the first request: importing httpx takes a twentieth of an MCP server's start, which needs no connection.
    from assemblyai_tools.transport.http import Connections  # noqa: PLC0415
    from assemblyai_tools.transport.pool import Pool  # noqa: PLC0415

    if transport is None:
        for name in _AT_FIRST_CONNECTION:
            with suppress(ImportError):  # another version of httpx may not need it
                import_module(name)
    return Pool(transport, connections=Connections(() if transport else addresses))


def _wake(loop: asyncio.AbstractEventLoop, woken: asyncio.Event) -> None:
    with suppress(RuntimeError):  # the loop is closed, so nothing waits there any more
        loop.call_soon_threadsafe(woken.set)
