"""Calls that delete. As a task, the person is asked through the task, and the call is over meanwhile.

As without tasks, an answer counts once, for one call of one account, for ten minutes. The process that got the answer
remembers how it ended. In any other, the question stays open until its time is over, and nothing is deleted.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mcp.server.mcpserver import Context
from mcp.server.mcpserver.exceptions import ToolError
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, CallToolResult, ElicitResult, InputRequiredResult
from pydantic import ValidationError

from assemblyai_mcp.consent.confirmation import Confirmation
from assemblyai_mcp.consent.questions import VALID_SECONDS, Questions
from assemblyai_mcp.definitions import AnyOperation
from assemblyai_mcp.tasks.job import Order
from assemblyai_mcp.tasks.offer import begin, may_begin
from assemblyai_mcp.tasks.states import Asking, Completed, State, Working
from assemblyai_mcp.tasks.tool_calls import ToolCalls, text_result
from assemblyai_tools import Arguments, AssemblyAIError, Progress

KIND = "consent"
"""The kind of these tasks."""

MOST_OUTCOMES = 5_000
"""Answers whose outcome is remembered: a few megabytes. The oldest is forgotten first."""

_WAITS = "Waiting for the person's answer."
"""What the status of such a task says."""

_LATE = (
    "No answer of the person reached this server process within ten minutes, so it deleted nothing. Do not call {name} "
    "for this again unless they ask for it."
)
"""The result of a question whose time is over. Another process may have got the answer."""


@dataclass
class Consents:
    """The job of such calls."""

    tools: ToolCalls
    confirmation: Callable[[AnyOperation, Arguments], Confirmation]
    questions: Questions
    clock: Callable[[], float]
    most: int = MOST_OUTCOMES
    _outcomes: dict[str, CallToolResult] = field(default_factory=dict[str, CallToolResult])
    """By the state of the question, the oldest first."""

    @property
    def valid_seconds(self) -> float:
        return 2 * VALID_SECONDS  # that nobody answered in time is a result, and must be there to be seen

    async def ask(
        self, confirmation: Confirmation, context: Context[None, Any] | None
    ) -> CallToolResult | InputRequiredResult | None:
        """As `Confirmation.ask`, but through a task if the client takes one and is not answering already."""
        if not may_begin() or context is None or context.input_responses or not confirmation.can_ask(context):
            return await confirmation.ask(context)
        message = await confirmation.message()
        if message is None:
            return None
        work = {
            "tool": confirmation.operation.name,
            "arguments": dict(confirmation.arguments),
            "state": self.questions.new_state(),
        }
        begin(KIND, work, _asking(confirmation, message))
        return text_result(message)

    async def look(self, order: Order) -> State:
        """The outcome, or the question as long as it can be answered."""
        if outcome := self._outcomes.get(order.work["state"]):
            return Completed(outcome)
        try:
            operation, given = self._call(order)
            confirmation = self.confirmation(operation, given)
            message = await confirmation.message()
            if message is None:  # it is gone, perhaps by an answer that another process got
                return Completed(await self.tools.run(operation, given, _ignored))
        except AssemblyAIError as error:
            if error.retryable:
                return Working(f"{_WAITS} The last look failed: {error.message}")
            return Completed(self.tools.failed(error))
        if self.clock() - order.created > VALID_SECONDS:
            return Completed(text_result(_LATE.format(name=operation.name), is_error=True))
        return _asking(confirmation, message)

    async def answer(self, order: Order, answers: Mapping[str, Any]) -> None:
        try:
            operation, given = self._call(order)
        except AssemblyAIError:  # it is not offered any more
            return
        confirmation = self.confirmation(operation, given)
        if confirmation.name not in answers:
            return
        answer = _parsed(answers[confirmation.name])
        state = order.work["state"]
        if self.questions.objection_to(state) is not None:  # answered before, or too late
            return
        self._outcomes[state] = await self._outcome(confirmation, answer, given)
        if len(self._outcomes) > self.most:
            del self._outcomes[next(iter(self._outcomes))]

    def advice(self, order: Order) -> str:
        return (
            f"Unless the person had agreed before, nothing was deleted by this call of {order.work['tool']}."
        )

    def _call(self, order: Order) -> tuple[AnyOperation, Arguments]:
        operation = self.tools.offered(order.work["tool"])
        return operation, operation.validated(order.work["arguments"])

    async def _outcome(
        self, confirmation: Confirmation, answer: ElicitResult, given: Arguments
    ) -> CallToolResult:
        try:
            confirmation.check(answer)
            return await self.tools.run(confirmation.operation, given, _ignored)
        except ToolError as error:
            return text_result(str(error), is_error=True)
        except AssemblyAIError as error:
            return self.tools.failed(error)


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
    """A deletion takes no time that anyone would watch."""
