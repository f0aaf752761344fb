"""Runs a flow: turns its steps into HTTP calls and pauses, applying the policies on the way.

It is a generator too, so that the blocking and the async client share every decision and differ only in how
they wait. It touches local files (checks, small writes) but never the network or the clock.
"""

import json
import random
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, TypeAlias, TypeVar

from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError, ConnectionFailedError, FileAccessError, error_class
from assemblyai_tools.files import new_file, readable_file
from assemblyai_tools.flow import Await, Flow, Pause, Reply, Request, SaveText, Step
from assemblyai_tools.retry import Lost, Status, pause_before
from assemblyai_tools.waiting import Clock, poll

T = TypeVar("T")

_OK = range(200, 300)
_LONGEST_ERROR = 500
_SHORTEST_SECRET = 8


@dataclass(frozen=True, slots=True)
class Progress:
    """What is going on, for a person who waits."""

    stage: Literal["uploading", "waiting", "retrying"]
    message: str
    fraction: float | None = None
    """The share that is done, 0 to 1, where it is known."""


ProgressCallback: TypeAlias = Callable[[Progress], None]


def no_progress(progress: Progress) -> None:
    """Report to nobody."""


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, ready to send."""

    method: Literal["GET", "POST", "DELETE"]
    url: str
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str | int]
    json: Mapping[str, Any] | None
    file: Path | None
    timeout: float


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back, whole."""

    status: int
    headers: Mapping[str, str]
    body: bytes


Action: TypeAlias = Call | Pause
Driver: TypeAlias = Generator[Action, Any, T]


@dataclass(frozen=True, slots=True)
class Engine:
    """The policies that every flow runs under."""

    settings: Settings
    clock: Clock
    report: ProgressCallback = no_progress
    jitter: Callable[[], float] = random.random

    def drive(self, flow: Flow[T]) -> Driver[T]:
        """Run a flow to its result; errors are thrown into it first, so that it may recover or add an id."""
        try:
            step = next(flow)
            while True:
                try:
                    reply = yield from self._perform(step)
                except AssemblyAIError as error:
                    step = flow.throw(error)
                else:
                    step = flow.send(reply)
        except StopIteration as stop:
            result: T = stop.value
            return result
        except AssemblyAIError as error:
            self._hide_key(error)
            raise
        finally:
            flow.close()

    def _perform(self, step: Step) -> Driver[Any]:
        match step:
            case Request():
                return (yield from self._send(step))
            case Pause():
                yield step
                return None
            case Await():
                return (yield from self._await(step))
            case SaveText():
                return self._save(step)

    def _await(self, step: Await) -> Driver[Reply]:
        return (yield from self.drive(poll(step, self.clock, self._seen)))

    def _seen(self, reply: Reply, waited: float) -> None:
        self.report(Progress("waiting", f"transcribing, {waited:.0f} s", reply.progress))

    def _send(self, request: Request) -> Driver[Reply]:
        call = self._call(request)
        attempt = 1
        while True:
            outcome: Answer | Lost = yield call
            if isinstance(outcome, Answer) and outcome.status in _OK:
                return Reply(outcome.status, outcome.body, _progress_of(outcome))
            failure = outcome if isinstance(outcome, Lost) else Status(outcome.status, _retry_after(outcome))
            pause = pause_before(attempt, request.method, failure, jitter=self.jitter())
            if pause is None:
                raise _error(outcome, request)
            self.report(Progress("retrying", f"trying again in {pause:.1f} s"))
            yield Pause(pause)
            attempt += 1

    def _call(self, request: Request) -> Call:
        key = self.settings.require_key()
        file = readable_file(request.file, self.settings.allowed_dirs) if request.file is not None else None
        return Call(
            method=request.method,
            url=self.settings.base_url + request.path,
            headers={"Authorization": key},
            query=request.query,
            json=request.json,
            file=file,
            timeout=request.timeout,
        )

    def _save(self, step: SaveText) -> str:
        target = new_file(step.path, self.settings.allowed_dirs)
        try:
            with target.open("x", encoding="utf-8", newline="") as stream:
                stream.write(step.text)
        except OSError as error:
            raise FileAccessError(
                f"{step.path} could not be written ({error.strerror}).", next_step="Choose another name."
            ) from None
        return str(target)

    def _hide_key(self, error: AssemblyAIError) -> None:
        """A service may echo the key in an error; nobody else gets to read it."""
        key = self.settings.api_key.get_secret_value() if self.settings.api_key else ""
        if len(key) < _SHORTEST_SECRET:
            return  # a made-up key for an emulator, and perhaps a word of the message
        error.message = error.message.replace(key, "[api key]")
        error.next_step = error.next_step.replace(key, "[api key]")
        error.args = (error.message,)


def _error(outcome: Answer | Lost, request: Request) -> AssemblyAIError:
    where = f"{request.method} {request.path}"
    if isinstance(outcome, Lost):
        error = ConnectionFailedError(f"No reply to {where}: {outcome.reason}.")
        if outcome.sent and request.method == "POST":
            error.retryable = False
            error.next_step = "It may have been accepted all the same, so repeating it could be billed twice."
        return error
    text = _error_text(outcome.body).rstrip(".")
    message = f"{text} (HTTP {outcome.status})." if text else f"{where} failed with HTTP {outcome.status}."
    return error_class(outcome.status)(message, status=outcome.status, retry_after=_retry_after(outcome))


def _error_text(body: bytes) -> str:
    """The API's reason: the JSON `error`, or a plain body; nothing for HTML or an empty one."""
    text = body.decode("utf-8", errors="replace").strip()
    try:
        decoded = json.loads(text)
    except ValueError:
        decoded = None
    if isinstance(decoded, dict):
        reason: Any = decoded.get("error")  # pyright: ignore[reportUnknownMemberType, reportUnknownVariableType]
        return str(reason)[:_LONGEST_ERROR] if isinstance(reason, str) else ""
    return "" if text.startswith("<") else text[:_LONGEST_ERROR]


def _retry_after(answer: Answer) -> float | None:
    value = answer.headers.get("retry-after", "")
    return float(value) if value.isascii() and value.isdigit() else None


def _progress_of(answer: Answer) -> float | None:
    """The emulator tells how far its decoder is; the live API has no such header."""
    try:
        return min(1.0, max(0.0, float(answer.headers["x-emulator-progress"])))
    except (KeyError, ValueError):
        return None
