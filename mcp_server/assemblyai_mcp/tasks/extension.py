"""The extension: a call may be answered with a task; `tasks/get`, `tasks/update` and `tasks/cancel` are about tasks."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.extension import Extension, MethodBinding
from mcp.server.mcpserver import require_client_extension
from mcp.shared.exceptions import MCPError
from mcp.shared.inbound import MCP_NAME_HEADER, decode_header_value
from mcp.types import (
    HEADER_MISMATCH,
    INVALID_PARAMS,
    MISSING_REQUIRED_CLIENT_CAPABILITY,
    CallToolRequestParams,
    ClientCapabilities,
    ElicitationCapability,
    FormElicitationCapability,
    MissingRequiredClientCapabilityErrorData,
    RequestParams,
)
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import Field, ValidationError

from assemblyai_mcp.callers import Callers
from assemblyai_mcp.consent.confirmation import shows_forms
from assemblyai_mcp.tasks.job import Job, Order
from assemblyai_mcp.tasks.memory import Memory
from assemblyai_mcp.tasks.offer import TASKS, offering, takes_tasks
from assemblyai_mcp.tasks.states import LONGEST_POLL, Asking, Cancelled, Failed, State, Working, task_fields
from assemblyai_mcp.tasks.tickets import UNKNOWN, Tickets

_ERA = frozenset(MODERN_PROTOCOL_VERSIONS)
"""The protocol revisions that have extensions."""

_CANNOT_ASK = "Waiting for the person's answer. A client that can ask them (elicitation) has to bring it."
"""The status for a request that does not declare that it can ask."""


class TaskParams(RequestParams):
    """The task that a request is about."""

    task_id: str


class UpdateParams(TaskParams):
    """A person's answers, by the names of the questions."""

    input_responses: dict[str, Any] = Field(default_factory=dict[str, Any])


class Tasks(Extension):
    """Answers for tasks of these kinds of work."""

    identifier = TASKS

    def __init__(
        self, jobs: Mapping[str, Job], tickets: Tickets, callers: Callers, clock: Callable[[], float]
    ) -> None:
        self._jobs = jobs
        self._tickets = tickets
        self._clock = clock
        longest = max(job.valid_seconds for job in jobs.values())
        self._cancelled = Memory[bool](callers, clock, seconds=longest)
        self._ended = Memory[bool](callers, clock, seconds=longest)
        """The tasks that were seen to have ended otherwise."""

    def methods(self) -> Sequence[MethodBinding]:
        return [
            MethodBinding("tasks/get", TaskParams, self._get, _ERA),
            MethodBinding("tasks/update", UpdateParams, self._update, _ERA),
            MethodBinding("tasks/cancel", TaskParams, self._cancel, _ERA),
        ]

    async def intercept_tool_call(
        self,
        params: CallToolRequestParams,  # noqa: ARG002 - which calls become tasks is for the tools to say
        ctx: ServerRequestContext[Any, Any],
        call_next: CallNext,
    ) -> HandlerResult:
        if not takes_tasks(ctx):
            return await call_next(ctx)
        with offering() as offer:
            result = await call_next(ctx)
        if offer.begun is None:
            return result
        task_id, order = self._tickets.issue(offer.begun.kind, offer.begun.work)
        fields = self._fields(task_id, order, offer.begun.state)
        fields.pop("inputRequests", None)  # the first tasks/get has them
        return {"resultType": "task", **fields}

    async def task(self, ctx: ServerRequestContext[Any, Any], task_id: str) -> tuple[dict[str, Any], bool]:
        """The task as it stands, and whether it stays like this. Raises an MCPError for an id that is not valid."""
        order = self.opened(task_id)
        state = await self._state(task_id, order)
        if isinstance(state, Asking) and not shows_forms(ctx.session.client_capabilities):
            state = Working(_CANNOT_ASK, LONGEST_POLL)
        return self._fields(task_id, order, state), state.is_final

    async def _get(self, ctx: ServerRequestContext[Any, Any], params: TaskParams) -> HandlerResult:
        _check(ctx, params.task_id)
        fields, _ = await self.task(ctx, params.task_id)
        return fields

    async def _update(self, ctx: ServerRequestContext[Any, Any], params: UpdateParams) -> HandlerResult:
        _check(ctx, params.task_id)
        order = self.opened(params.task_id)
        job = self._jobs[order.kind]
        if job.asks and not shows_forms(ctx.session.client_capabilities):
            raise _cannot_ask()
        await job.answer(order, params.input_responses)
        return {}

    async def _cancel(self, ctx: ServerRequestContext[Any, Any], params: TaskParams) -> HandlerResult:
        _check(ctx, params.task_id)
        order = self.opened(params.task_id)
        can_stop = await self._jobs[order.kind].cancel(order)
        # A task that was seen to have ended, also while the job was looked at, stays as it is.
        if can_stop and not self._ended.get(params.task_id):
            self._cancelled.note(params.task_id, value=True)
        return {}

    def opened(self, task_id: str) -> Order:
        """What the task is for. Raises an MCPError for an id that is not valid."""
        order = self._tickets.opened(task_id)
        job = self._jobs.get(order.kind)
        if job is None:
            raise MCPError(INVALID_PARAMS, "Task not found: this server offers no such tasks any more.")
        try:
            job.work.model_validate(order.work, strict=True)
        except ValidationError:
            raise MCPError(INVALID_PARAMS, UNKNOWN) from None
        if order.created + job.valid_seconds < self._clock():
            raise MCPError(INVALID_PARAMS, f"Task has expired. {job.advice(order)}")
        return order

    async def _state(self, task_id: str, order: Order) -> State:
        job = self._jobs[order.kind]
        if self._cancelled.get(task_id):
            return Cancelled(f"Cancelled. {job.advice(order)}")
        try:
            state = await job.look(order)
        except MCPError as error:
            state = Failed(error.error)
        if self._cancelled.get(task_id):  # meanwhile
            return Cancelled(f"Cancelled. {job.advice(order)}")
        if state.is_final:
            self._ended.note(task_id, value=True)
        return state

    def _fields(self, task_id: str, order: Order, state: State) -> dict[str, Any]:
        return task_fields(
            task_id,
            state,
            created=order.created,
            now=max(order.created, self._clock()),
            valid_seconds=self._jobs[order.kind].valid_seconds,
            audio_seconds=order.audio_seconds,
        )


def _cannot_ask() -> MCPError:
    needed = ClientCapabilities(elicitation=ElicitationCapability(form=FormElicitationCapability()))
    data = MissingRequiredClientCapabilityErrorData(required_capabilities=needed)
    return MCPError(
        MISSING_REQUIRED_CLIENT_CAPABILITY,
        "Only a client that can ask a person (elicitation) may bring their answer.",
        data.model_dump(by_alias=True, mode="json", exclude_none=True),
    )


def _check(ctx: ServerRequestContext[Any, Any], task_id: str) -> None:
    """Raise an MCPError for a request whose header names another task, or that does not declare the extension."""
    if ctx.request is not None and decode_header_value(ctx.request.headers.get(MCP_NAME_HEADER)) != task_id:
        raise MCPError(HEADER_MISMATCH, f"The {MCP_NAME_HEADER} header is not the taskId of the request.")
    require_client_extension(ctx, TASKS)
