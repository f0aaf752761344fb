"""`subscriptions/listen` with `taskIds`: each task is sent whenever it was looked at, until it has ended.

The server offers no other subscriptions, so a request without task ids is answered as if there were none at all.
"""

from asyncio import TaskGroup, sleep, timeout
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import require_client_extension
from mcp.server.subscriptions import SUBSCRIPTION_ID_META_KEY
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, Notification, ServerNotification
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import TypeAdapter, ValidationError

from assemblyai_mcp.tasks.extension import Tasks
from assemblyai_mcp.tasks.offer import TASKS

MOST_TASKS = 100
"""Tasks that one request can listen to; the acknowledgement leaves out the rest."""

LONGEST_SECONDS = 900.0
"""Seconds after which a stream ends, as long as the longest call. A client that still waits listens again."""


_IDS = TypeAdapter(list[str])
"""What `taskIds` has to be."""


class _TaskNotification(Notification[dict[str, Any], Literal["notifications/tasks"]]):
    method: Literal["notifications/tasks"] = "notifications/tasks"
    params: dict[str, Any]


class _Acknowledged(Notification[dict[str, Any], Literal["notifications/subscriptions/acknowledged"]]):
    method: Literal["notifications/subscriptions/acknowledged"] = "notifications/subscriptions/acknowledged"
    params: dict[str, Any]


class Listening:
    """Middleware that serves such requests; all others pass."""

    def __init__(self, tasks: Tasks) -> None:
        self._tasks = tasks

    async def __call__(self, ctx: ServerRequestContext[Any, Any], call_next: CallNext) -> HandlerResult:
        if ctx.method != "subscriptions/listen" or ctx.protocol_version not in MODERN_PROTOCOL_VERSIONS:
            return await call_next(ctx)
        wanted = _task_ids(ctx.params)
        if not wanted:
            return await call_next(ctx)
        require_client_extension(ctx, TASKS)
        stream = _Stream(ctx)
        agreed = [task_id for task_id in wanted if self._is_known(task_id)]
        await stream.send(_Acknowledged(params=stream.stamped({"notifications": {"taskIds": agreed}})))
        try:
            async with timeout(LONGEST_SECONDS), TaskGroup() as group:
                for task_id in agreed:
                    group.create_task(self._tell(ctx, task_id, stream))
        except TimeoutError:
            pass
        return {"resultType": "complete", **stream.stamped({})}

    def _is_known(self, task_id: str) -> bool:
        try:
            self._tasks.opened(task_id)
        except MCPError:
            return False
        return True

    async def _tell(self, ctx: ServerRequestContext[Any, Any], task_id: str, stream: "_Stream") -> None:
        while True:
            try:
                fields, is_final = await self._tasks.task(ctx, task_id)
            except MCPError:  # it has expired
                return
            await stream.send(_TaskNotification(params=stream.stamped(fields)))
            if is_final:
                return
            await sleep(fields["pollIntervalMs"] / 1000)


class _Stream:
    """The answer to one request, which goes on."""

    def __init__(self, ctx: ServerRequestContext[Any, Any]) -> None:
        self._session = ctx.session
        self._request_id = ctx.request_id

    def stamped(self, params: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters with the name of the subscription."""
        return {**params, "_meta": {SUBSCRIPTION_ID_META_KEY: self._request_id}}

    async def send(self, notification: _TaskNotification | _Acknowledged) -> None:
        await self._session.send_notification(
            cast("ServerNotification", notification), related_request_id=self._request_id
        )


def _task_ids(params: Mapping[str, Any] | None) -> Sequence[str]:
    """The tasks that the request names, each once; none if it is about something else."""
    kinds = (params or {}).get("notifications")
    ids = cast("Mapping[str, Any]", kinds).get("taskIds") if isinstance(kinds, Mapping) else None
    if not ids:
        return []
    try:
        return list(dict.fromkeys(_IDS.validate_python(ids, strict=True)))[:MOST_TASKS]
    except ValidationError:
        raise MCPError(INVALID_PARAMS, "notifications.taskIds is a list of the ids of tasks.") from None
