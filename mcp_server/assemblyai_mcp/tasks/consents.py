"""Calls that delete. As a task, the call ends at once, and the person is asked through the task.

As without tasks, an answer counts once, for one call of one account, for ten minutes. The process that got the answer
remembers how it ended. In any other, the question stays open until its time is over. An answer counts there only if the
processes share a key; if they do not, nothing is deleted. Those that do cannot know of each other's answers.
"""

import asyncio
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.server.request_state import InvalidRequestState, RequestStateCodec
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, CallToolResult, ElicitResult, InputRequiredResult
from pydantic import BaseModel, ValidationError

from assemblyai_mcp.callers import Callers, outliving
from assemblyai_mcp.consent.confirmation import Confirmation
from assemblyai_mcp.consent.questions import VALID_SECONDS, Questions
from assemblyai_mcp.definitions import AnyOperation
from assemblyai_mcp.tasks.job import Order
from assemblyai_mcp.tasks.memory import Memory
from assemblyai_mcp.tasks.offer import begin, may_begin
from assemblyai_mcp.tasks.states import Asking, Completed, State, Working, pause_after
from assemblyai_mcp.tasks.tool_calls import ToolCalls, text_result
from assemblyai_tools import Arguments, AssemblyAIError, Progress, briefly

KIND = "consent"
"""The kind of these tasks."""

_KEPT_SECONDS = 2 * VALID_SECONDS
"""Seconds for which such a task can be asked about: a result that came late must be there to be seen."""

_WAITS = "Waiting for the person's answer."
"""What the status of such a task says."""

_NOT_AGAIN = "Do not call {name} for this again unless they ask for it."
_LATE = (
    "No answer of the person reached this server process within ten minutes, so it deleted nothing. "
    + _NOT_AGAIN
)
"""The result of a question whose time is over. Another process may have got the answer."""

_NOT_COUNTED = "The person's answer did not count, because {objection}. It deleted nothing. " + _NOT_AGAIN
"""The result of an answer that came, but was not taken."""

_FORGOTTEN = (
    "The question was answered or cancelled, and how that ended is not remembered: perhaps it was deleted. "
    + _NOT_AGAIN
)
"""The result of a question that was answered, if nothing more is known."""

_BROKEN_OFF = (
    "The person agreed, and the deletion did not come to its end because of a bug in this server or as it stopped: "
    "perhaps it was deleted. Tell them. " + _NOT_AGAIN
)
"""The result of an answer that was taken, if the deletion gave none."""


class _Work(BaseModel):
    """The call that the person is asked about."""

    tool: str
    arguments: dict[str, Any]
    state: str
    """That of the question, sealed."""


@dataclass
class Consents:
    """The job of such calls."""

    tools: ToolCalls
    confirmation: Callable[[AnyOperation, Arguments], Confirmation]
    questions: Questions
    seal: RequestStateCodec
    """Seals the state of a question, with a key that no client knows: see `Tickets` on the rest of an id."""
    callers: Callers
    clock: Callable[[], float]
    outcomes: Memory[CallToolResult] = field(init=False)
    """By the state of the question."""
    _deleting: dict[str, asyncio.Task[None]] = field(default_factory=dict[str, asyncio.Task[None]])
    """The deletions at work, by the state of the question."""

    asks = True
    valid_seconds = _KEPT_SECONDS
    work = _Work

    def __post_init__(self) -> None:
        self.outcomes = Memory(self.callers, self.clock, seconds=_KEPT_SECONDS)

    async def ask(
        self, confirmation: Confirmation, context: Context[None, Any] | None
    ) -> CallToolResult | InputRequiredResult | None:
        """As `Confirmation.ask`, but through a task if the client takes one and is not answering already."""
        if not may_begin() or context is None or context.input_responses or not confirmation.can_ask(context):
            return await confirmation.ask(context)
        message = await confirmation.message()
        if message is None:
            return None
        if not self.callers.is_known():  # a made-up key must not fill the memory
            return await confirmation.ask(context)
        work: dict[str, Any] = {
            "tool": confirmation.operation.name,
            "arguments": dict(confirmation.arguments),
        }
        work["state"] = self._sealed(work, self.questions.new_state(confirmation.share()))
        begin(KIND, work, _asking(confirmation, message))
        return text_result(message)

    async def look(self, order: Order) -> State:
        """The outcome, or the question as long as it can be answered."""
        settled = self._settled(order)
        return settled or await self._looked(order)

    async def _looked(self, order: Order) -> State:
        try:
            operation, given = self._call(order)
            confirmation = self._looking(operation, given)
            message = await confirmation.message()
            if settled := self._settled(order):  # by an answer that came meanwhile
                return settled
            if message is None:  # it is gone, perhaps by an answer that another process got
                return Completed(await self.tools.run(operation, given, _ignored))
        except AssemblyAIError as error:
            if error.retryable:
                return Working(f"{_WAITS} The last look failed: {error.message}", pause_after(error))
            return Completed(self.tools.failed(error))
        if self._is_late(order):
            made_room = self.outcomes.made_room_since(order.created)
            return _ended(_FORGOTTEN if made_room else _LATE, order)
        return _asking(confirmation, message)

    async def answer(self, order: Order, answers: Mapping[str, Any]) -> None:
        """Take the first answer that counts. A deletion goes on even if the client leaves meanwhile."""
        try:
            operation, given = self._call(order)
        except AssemblyAIError:  # the tool is no longer offered
            return
        confirmation = self.confirmation(operation, given)
        if confirmation.name not in answers:
            return
        answer, state = _parsed(answers[confirmation.name]), order.work["state"]
        if self._settled(order):
            return
        if objection := self.questions.objection_to(self._opened(order)):
            self.outcomes.note(state, _ended(_NOT_COUNTED, order, objection=objection).result)
            return
        try:
            confirmation.check(answer)
        except ToolError as error:
            self.outcomes.note(state, text_result(str(error), is_error=True))
            return
        with outliving():
            self._deleting[state] = asyncio.create_task(self._delete(order, operation, given))
        await asyncio.shield(self._deleting[state])

    async def cancel(self, order: Order) -> bool:
        """Use the question up, so that no later answer counts."""
        if self._settled(order) or self._is_late(order):
            return False
        self.questions.objection_to(self._opened(order))
        return True

    def advice(self, order: Order) -> str:
        return (
            f"Unless the person had agreed before, nothing was deleted by this call of {order.work['tool']}."
        )

    def _call(self, order: Order) -> tuple[AnyOperation, Arguments]:
        operation = self.tools.offered(order.work["tool"])
        return operation, operation.validated(order.work["arguments"])

    def _looking(self, operation: AnyOperation, given: Arguments) -> Confirmation:
        """The confirmation for a look, which is repeated soon and so does not take long."""
        client = self.callers.client()
        return replace(
            self.confirmation(operation, given),
            describe=lambda: client.run(briefly(operation.described(given))),
        )

    def _settled(self, order: Order) -> State | None:
        """How it stands if this process got an answer."""
        state = order.work["state"]
        if state in self._deleting:
            return Working("Deleting.")
        if outcome := self.outcomes.get(state):
            return Completed(outcome)
        return _ended(_FORGOTTEN, order) if self.questions.was_answered(self._opened(order)) else None

    def _is_late(self, order: Order) -> bool:
        return self.clock() - order.created > VALID_SECONDS

    def _sealed(self, work: Mapping[str, Any], state: str) -> str:
        """The state, for this call of this account only."""
        bound = [self.callers.account(), work["tool"], work["arguments"], state]
        return self.seal.seal(json.dumps(bound).encode())

    def _opened(self, order: Order) -> str | None:
        """The state of the question; None if no process with this key put it about this call."""
        try:
            *bound, state = json.loads(self.seal.unseal(order.work["state"]))
        except (InvalidRequestState, ValueError, TypeError):
            return None
        about = [self.callers.account(), order.work["tool"], order.work["arguments"]]
        return state if bound == about else None

    async def _delete(self, order: Order, operation: AnyOperation, given: Arguments) -> None:
        state, outcome = order.work["state"], _ended(_BROKEN_OFF, order).result
        try:
            outcome = await self.tools.run(operation, given, _ignored)
        except AssemblyAIError as error:
            outcome = self.tools.failed(error)
        finally:
            self.outcomes.note(state, outcome)
            del self._deleting[state]


def _ended(text: str, order: Order, **facts: str) -> Completed:
    """The end of a task that did not delete, or may not have."""
    return Completed(text_result(text.format(name=order.work["tool"], **facts), is_error=True))


def _asking(confirmation: Confirmation, message: str) -> Asking:
    return Asking(_WAITS, {confirmation.name: confirmation.request(message)})


def _parsed(answer: Any) -> ElicitResult:
    try:
        return ElicitResult.model_validate(answer)
    except ValidationError:
        raise MCPError(
            INVALID_PARAMS, "An answer has an action (accept, decline, cancel) and a content."
        ) from None


def _ignored(_: Progress) -> None:
    """A deletion is too short to report progress."""
