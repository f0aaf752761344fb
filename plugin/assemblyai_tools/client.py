"""The blocking client: performs what the engine asks for, over httpx."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

import httpx

from assemblyai_tools.config import Settings
from assemblyai_tools.engine import Answer, Call, Engine, ProgressCallback, no_progress
from assemblyai_tools.flow import Flow, Pause
from assemblyai_tools.retry import Lost
from assemblyai_tools.wire import CHUNK, answer, lost, request_arguments, uploaded

T = TypeVar("T")


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
            response = self._http.request(content=content, **request_arguments(call))
        except httpx.RequestError as error:
            return lost(error)
        return answer(response)


def _chunks(file: Path, report: ProgressCallback) -> Iterator[bytes]:
    size, sent = file.stat().st_size, 0
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            yield chunk
            sent += len(chunk)
            report(uploaded(file, sent, size))
