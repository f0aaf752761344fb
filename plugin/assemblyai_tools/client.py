"""The blocking client: performs what the engine asks for, over httpx."""

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Complete, Flow, Pause
from assemblyai_tools.transport.engine import (
    Call,
    Completer,
    Engine,
    Outcome,
    account_paces,
    nobody_to_ask,
)
from assemblyai_tools.transport.http import (
    CHUNK,
    LIMITS,
    Http,
    RequestError,
    Transport,
    answer,
    lost,
    no_cookies,
    request_arguments,
    unreadable,
    uploaded,
)
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress
from assemblyai_tools.waiting.watch import Watch

T = TypeVar("T")


class Client:
    """Runs flows, blocking. Use as a context manager, or call `close()`. Threads may share one.

    `complete` is a language model of your own, from a prompt to a text: it answers in place of AssemblyAI's.
    `watch` is shared with a webhook receiver, where there is one; `sleep` and `transport` are for tests.
    """

    def __init__(
        self,
        settings: Settings | None = None,
        *,
        complete: Completer | None = None,
        watch: Watch | None = None,
        sleep: Callable[[float], None] = time.sleep,
        transport: Transport | None = None,
    ) -> None:
        given = settings or Settings.from_env()
        self.settings = replace(given, llm="own") if complete else given
        self._complete = complete
        self.watch = watch or Watch()
        self._paces = account_paces()
        self._sleep = sleep
        self._http = Http(transport=transport, limits=LIMITS, cookies=no_cookies())

    def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run one operation's flow to its result; raises an AssemblyAIError."""
        engine = Engine(self.settings, time.monotonic, on_progress, self.watch, self._paces)
        driver = engine.drive(flow)
        outcome: Outcome | None = None
        try:
            while True:
                action = driver.send(outcome)
                if isinstance(action, Pause):
                    self._pause(action)
                    outcome = None
                elif isinstance(action, Complete):
                    outcome = self._ask(action)
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

    def _pause(self, pause: Pause) -> None:
        if pause.wake_on is None or self.watch.webhook is None:
            self._sleep(pause.seconds)
            return
        news = threading.Event()
        with self.watch.waking(pause.wake_on, news.set):
            news.wait(pause.seconds)

    def _ask(self, step: Complete) -> Outcome:
        if self._complete is None:
            return nobody_to_ask()
        try:
            return self._complete(step.prompt)
        except AssemblyAIError as error:
            return error

    def _call(self, call: Call, report: ProgressCallback) -> Outcome:
        content = _chunks(call.file, report) if call.file else None
        try:
            response = self._http.request(content=content, **request_arguments(call))
        except RequestError as error:
            return lost(error)
        except OSError as error:
            return unreadable(call, error)
        return answer(response)


def _chunks(file: Path, report: ProgressCallback) -> Iterator[bytes]:
    size, sent = file.stat().st_size, 0
    with file.open("rb") as stream:
        # No more than was announced, even if the file grows meanwhile.
        while chunk := stream.read(min(CHUNK, size - sent)):
            yield chunk
            sent += len(chunk)
            report(uploaded(file, sent, size))
