"""`subscriptions/listen` with `taskIds`: each task is sent whenever it was looked at, until it has ended.

The server offers no other subscriptions, so a request without task ids is answered as if there were none at all.
"""

import asyncio
from asyncio import TaskGroup, sleep
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Literal, cast

from mcp.server.context import CallNext, HandlerResult, ServerRequestContext
from mcp.server.mcpserver import require_client_extension
from mcp.server.subscriptions import SUBSCRIPTION_ID_META_KEY
from mcp.shared.exceptions import MCPError
from mcp.types import INVALID_PARAMS, Notification, ServerNotification
from mcp_types.version import MODERN_PROTOCOL_VERSIONS
from pydantic import TypeAdapter, ValidationError

from assemblyai_mcp.callers import Callers
from assemblyai_mcp.tasks.extension import Tasks
from assemblyai_mcp.tasks.offer import TASKS
from assemblyai_mcp.tasks.shutdown import shutdown_of

MOST_TASKS = 100
"""Tasks that one request can listen to; the acknowledgement leaves out the rest."""

LONGEST_SECONDS = 900.0
"""Seconds after which a stream ends, as long as the longest call. A client that still waits listens again."""

_READS_PER_SECOND = 20
"""Looks a second at the tasks that one account listens to: the service takes some 60 requests."""

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

    def __init__(self, tasks: Tasks, callers: Callers) -> None:
        self._tasks = tasks
        self._callers = callers
        self._listened_to = Counter[str]()
        """How many tasks each account listens to now."""

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
        telling = asyncio.create_task(self._tell_all(ctx, agreed, stream))
        shutdown = asyncio.create_task(shutdown_of(ctx.request).wait())
        try:
            await asyncio.wait(
                [telling, shutdown], timeout=LONGEST_SECONDS, return_when=asyncio.FIRST_COMPLETED
            )
            if telling.done():
                telling.result()
        finally:
            telling.cancel()
            shutdown.cancel()
            await asyncio.wait([telling, shutdown])
        return {"resultType": "complete", **stream.stamped({})}

    def _is_known(self, task_id: str) -> bool:
        try:
            self._tasks.opened(task_id)
        except MCPError:
            return False
        return True

    async def _tell_all(
        self, ctx: ServerRequestContext[Any, Any], task_ids: Sequence[str], stream: "_Stream"
    ) -> None:
        account = self._callers.account()
        before = self._listened_to[account]
        self._listened_to[account] += len(task_ids)
        try:
            async with TaskGroup() as group:
                for number, task_id in enumerate(task_ids, before):
                    group.create_task(self._tell(ctx, task_id, stream, account, number / _READS_PER_SECOND))
        finally:
            # Unlike `-=` on one entry, this leaves out the accounts that listen to nothing any more.
            self._listened_to -= Counter({account: len(task_ids)})

    async def _tell(
        self, ctx: ServerRequestContext[Any, Any], task_id: str, stream: "_Stream", account: str, pause: float
    ) -> None:
        """Send how a task stands, first after this pause. Later pauses grow with the account's tasks."""
        while True:
            if pause:
                await sleep(pause)
            try:
                fields, is_final = await self._tasks.task(ctx, task_id)
            except MCPError:  # it has expired
                return
            await stream.send(_TaskNotification(params=stream.stamped(fields)))
            if is_final:
                return
            pause = max(fields["pollIntervalMs"] / 1000, self._listened_to[account] / _READS_PER_SECOND)


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
