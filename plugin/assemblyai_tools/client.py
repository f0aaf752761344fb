"""The blocking client: performs the engine's actions over httpx."""

import threading
import time
from collections.abc import Callable
from copy import copy
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Complete, Flow, Pause
from assemblyai_tools.transport.account import Account
from assemblyai_tools.transport.call import Call, SlowWork
from assemblyai_tools.transport.engine import Completer, Engine, Outcome, no_language_model
from assemblyai_tools.transport.http import Http, Transport
from assemblyai_tools.transport.upload import chunks
from assemblyai_tools.waiting.progress import ProgressCallback, no_progress
from assemblyai_tools.waiting.watch import Watch

if TYPE_CHECKING:
    from assemblyai_tools.streaming.blocking import BlockingStream
    from assemblyai_tools.streaming.control import StreamControl
    from assemblyai_tools.streaming.sources import Audio

T = TypeVar("T")


class Client:
    """Runs flows, blocking. Use it as a context manager, or call `close()`. Threads may share one.

    `complete` is your own language model, a function from a prompt to a text: it answers in place of AssemblyAI's.
    `watch` can be shared with a webhook receiver; `sleep` and `transport` are for tests.
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
        self._account = Account(watch or Watch())
        self._sleep = sleep
        self._transport = transport
        self._http = Http(transport)

    @property
    def watch(self) -> Watch:
        """The transcripts that calls of this client are waiting for."""
        return self._account.watch

    @property
    def account(self) -> Account:
        """What the calls with this client's key share."""
        return self._account

    def run(self, flow: Flow[T], *, on_progress: ProgressCallback = no_progress) -> T:
        """Run one operation's flow and return its result. Raises an AssemblyAIError."""
        engine = Engine(self.settings, time.monotonic, on_progress, self._account)
        driver = engine.drive(flow)
        outcome: Outcome | None = None
        with self._account.in_use():
            try:
                while True:
                    action = driver.send(outcome)
                    if isinstance(action, Pause):
                        self._pause(action)
                        outcome = None
                    elif isinstance(action, Complete):
                        outcome = self._ask_model(action)
                    elif isinstance(action, SlowWork):
                        outcome = _done(action)
                    else:
                        outcome = self._call(action, on_progress)
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
    ) -> "BlockingStream":
        """Live speech: the events of a session, as they come: turns so far, finished turns, warnings.

        `audio`: an iterator of bytes of any length (one channel), `microphone()`, or the path of a WAV file or of raw
        samples, which is sent `at_pace`, as it was spoken, or else as fast as the service takes it.
        `speech_model` has no default; `sample_rate` (Hz) is required for the PCM encodings, unless the path of a WAV
        file or `microphone()` tells it; `parameters` are the other ones of StreamParameters, and `more_parameters` a
        dict of those that it does not know. The stream ends itself after `max_seconds`, or when it comes to
        `max_cost` (USD, an estimate), or when nobody spoke for `max_quiet_seconds` (None: it may be quiet). `token`
        is a temporary token (create_streaming_token) that takes the key's place. `control` steers it.

        The session is billed by the second from the first event that is asked for, until the stream
        ends: with the audio, with `close()` or `with`, or when it is not referenced any more.
        Raises an AssemblyAIError, here for what is wrong with the arguments.

        https://www.assemblyai.com/docs/streaming
        """
        from assemblyai_tools.streaming.blocking import BlockingStream  # noqa: PLC0415 - few programs stream
        from assemblyai_tools.streaming.stream import StreamOptions, open_stream  # noqa: PLC0415 - few programs stream

        given = parameters | {"speech_model": speech_model, "sample_rate": sample_rate}
        options = StreamOptions(at_pace, max_seconds, max_cost, max_quiet_seconds, token, control)
        stream = open_stream(self.settings, audio, given, options)
        return BlockingStream(stream)

    def with_settings(self, settings: Settings, account: Account | None = None) -> "Client":
        """The same client with other settings, and the same connections; `close()` closes those of both.

        With another key or service it shares no account with this one: neither rate limits nor polls nor the ledger.
        """
        other = copy(self)
        other.settings = replace(settings, llm="own") if self._complete else settings
        here, there = self.settings, settings
        if account is None and (here.api_key, here.base_url) != (there.api_key, there.base_url):
            account = Account()
        other._account = account or self._account  # noqa: SLF001 - a copy of this one
        return other

    def __deepcopy__(self, _: dict[int, Any]) -> "Client":
        """A client for the same calls with connections of its own; model, poller and a given transport are shared."""
        return Client(
            self.settings,
            complete=self._complete,
            watch=self.watch,
            sleep=self._sleep,
            transport=self._transport,
        )

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
        woken = threading.Event()
        with self.watch.waking(pause.wake_on, woken.set):
            woken.wait(pause.seconds)

    def _ask_model(self, step: Complete) -> Outcome:
        if self._complete is None:
            return no_language_model()
        try:
            return self._complete(step.prompt)
        except AssemblyAIError as error:
            return error

    def _call(self, call: Call, report: ProgressCallback) -> Outcome:
        return self._http.send(call, chunks(call.file, report) if call.file else None)


def _done(work: SlowWork) -> Outcome:
    try:
        return work.run()
    except AssemblyAIError as error:
        return error
