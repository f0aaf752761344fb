"""Calls that wait for a transcript or its redacted audio. As a task, no connection has to stay open meanwhile."""

from collections.abc import Callable, Generator, Mapping
from dataclasses import replace
from typing import Any

from mcp.types import CallToolResult
from pydantic import BaseModel, FiniteFloat

from assemblyai_mcp.definitions import AnyOperation
from assemblyai_mcp.progress import message_of
from assemblyai_mcp.tasks.job import AUDIO_SECONDS, Order
from assemblyai_mcp.tasks.offer import begin, may_begin
from assemblyai_mcp.tasks.states import Completed, State, Working, pause_after
from assemblyai_mcp.tasks.tool_calls import ToolCalls
from assemblyai_tools import Arguments, AssemblyAIError, Progress, Result, at_first_sight, get_transcript

KIND = "wait"
"""The kind of these tasks."""

_DAY = 86_400.0
"""Seconds for which such a task can be asked about: longer than any transcription takes."""

_WAIT = "wait_seconds"
"""The argument that says for how many seconds a call waits."""

_ID = "transcript_id"
"""The argument that names the transcript."""

_READY = "ready"
"""The entry of a result that says whether the redacted audio is there."""

_REUSED = "reused"
"""The entry of a result, and of an order's work, that says that nothing was paid now."""

_RUNNING = ("queued", "processing")
"""The statuses of a transcript that has not ended."""


class _Waited(BaseModel):
    """What the id of a transcript is in."""

    transcript_id: str


class _Work(BaseModel):
    """The call that waits."""

    tool: str
    arguments: _Waited
    seconds: FiniteFloat
    reused: bool = False
    audio_seconds: FiniteFloat = 0


def can_wait(operation: AnyOperation) -> bool:
    """Whether calls of this operation can wait for something."""
    return _WAIT in operation.arguments.model_fields


class Waits:
    """The job of such calls. What they wait for is at the service, so a look is the same call without waiting."""

    asks = False
    valid_seconds = _DAY
    work = _Work

    def __init__(self, tools: ToolCalls, clock: Callable[[], float]) -> None:
        self._tools = tools
        self._clock = clock

    def begun_flow(self, operation: AnyOperation, given: Arguments) -> Generator[Any, Any, Result]:
        """The flow of a call. If it may become a task, it does not wait for the end of the transcript."""
        if not _may_wait(given):
            return operation.perform(given)
        if _READY in operation.result.model_fields:  # it waits in a way of its own
            return operation.perform(given.model_copy(update={_WAIT: 0}))
        return at_first_sight(operation.perform(given))

    def make_task_if_running(
        self, operation: AnyOperation, given: Arguments, result: CallToolResult, audio_seconds: float | None
    ) -> None:
        """Make the call a task if it would have waited on, now that its job is at the service and in the ledger.

        `audio_seconds` is how long the audio is, if that is known.
        """
        if not _may_wait(given) or not _is_running(result):
            return
        arguments = given.model_dump(mode="json", exclude_unset=True, exclude={_WAIT})
        if _creates(operation):
            arguments = {_ID: _data(result)["id"]}
        work: dict[str, Any] = {
            "tool": operation.name,
            "arguments": arguments,
            "seconds": getattr(given, _WAIT),
        }
        if _data(result).get(_REUSED):
            work[_REUSED] = True
        if audio_seconds:
            work[AUDIO_SECONDS] = round(audio_seconds)
        begin(KIND, work, Working(_message(work, 0)))

    async def look(self, order: Order) -> State:
        """One read of the service. A failure that may pass leaves the task working."""
        done: list[float | None] = [None]
        taken = max(0.0, self._clock() - order.created)
        try:
            operation = self._tools.offered(order.work["tool"])
            reader = _reader(operation, order)
            given = reader.validated({**order.work["arguments"], _WAIT: 0})
            result = await self._tools.run(reader, given, lambda progress: done.append(progress.fraction))
        except AssemblyAIError as error:
            if error.retryable:
                return Working(
                    f"{_message(order.work, taken)}; the last look failed: {error.message}",
                    pause_after(error),
                )
            return Completed(self._tools.failed(error))
        if _is_running(result) and not _is_over(result, taken, order.work):
            return Working(_message(order.work, taken, done[-1]))
        return Completed(result)

    async def answer(self, order: Order, answers: Mapping[str, Any]) -> None:
        """There are no questions."""

    async def cancel(self, order: Order) -> bool:
        """The job itself goes on: the service has no way to stop one."""
        return not (await self.look(order)).is_final

    def advice(self, order: Order) -> str:
        transcript_id = order.work["arguments"][_ID]
        return f"The transcript itself is not affected: get_transcript with transcript_id={transcript_id} shows it."


def _reader(operation: AnyOperation, order: Order) -> AnyOperation:
    """The operation that reads the current state."""
    if not _creates(operation):
        return operation
    return _REREAD if order.work.get(_REUSED) else get_transcript


def _reread(given: Arguments) -> Generator[Any, Any, Any]:
    view = yield from get_transcript.perform(given)
    return view.model_copy(update={_REUSED: True})


_REREAD: AnyOperation = replace(get_transcript, perform=_reread)
"""Reads a transcript that an earlier call had made, and says so."""


def _creates(operation: AnyOperation) -> bool:
    """Whether the operation makes the transcript that it waits for."""
    return _ID not in operation.arguments.model_fields


def _may_wait(given: Arguments) -> bool:
    return may_begin() and getattr(given, _WAIT, 0) > 0


def _is_running(result: CallToolResult) -> bool:
    """Whether the result says that what was waited for is not there yet."""
    data = _data(result)
    return data.get("status") in _RUNNING or data.get(_READY) is False


def _is_over(result: CallToolResult, taken: float, work: Mapping[str, Any]) -> bool:
    """Whether there is nothing more to wait for. A transcript ends; redacted audio may never come."""
    return _READY in _data(result) and taken >= work["seconds"]


def _data(result: CallToolResult) -> Mapping[str, Any]:
    data: Mapping[str, Any] = result.structured_content or {}
    return data


def _message(work: Mapping[str, Any], taken: float, done: float | None = None) -> str:
    doing = "waiting for the redacted audio" if work["tool"] == "get_redacted_audio" else "transcribing"
    transcript_id = str(work["arguments"][_ID])
    return message_of(Progress("waiting", f"{doing}, {taken:.0f} s", done, transcript_id))
