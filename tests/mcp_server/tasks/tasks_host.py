"""A host that takes tasks for an answer, as the server sees it."""

from contextlib import asynccontextmanager
from typing import Any, ClassVar, Literal

from mcp import Client
from mcp.client.extension import ClientExtension, ResultClaim
from mcp.types import Request, Result
from pydantic import ConfigDict, TypeAdapter

TASKS = "io.modelcontextprotocol/tasks"
ENDED = ("completed", "failed", "cancelled")


class Task(Result):
    """The answer to a call that goes on."""

    model_config = ConfigDict(extra="allow")
    result_type: Literal["task"]


class TaskRequest(Request[dict[str, Any], str]):
    """A request about a task; over HTTP its header names the task."""

    name_param: ClassVar[str | None] = "taskId"
    params: dict[str, Any]


async def _unresolved(_task, _context):
    raise AssertionError("the tests poll by themselves")


class TakesTasks(ClientExtension):
    identifier = TASKS

    def claims(self):
        return [ResultClaim(result_type="task", model=Task, resolve=_unresolved)]


class Host:
    """A connected client that declares the extension."""

    def __init__(self, client):
        self.client = client

    async def call(self, tool, **arguments):
        """The task, as a dict, or the result of the tool."""
        result = await self.client.session.call_tool(tool, arguments, allow_claimed=True)
        return result.model_dump(by_alias=True) if isinstance(result, Task) else result

    async def ask(self, method, **params):
        about_a_task = method.startswith("tasks/")
        request = (TaskRequest if about_a_task else Request[dict[str, Any], str])(
            method=method, params=params
        )
        return await self.client.session.send_request(request, TypeAdapter(dict[str, Any]))

    async def get(self, task_id):
        return await self.ask("tasks/get", taskId=task_id)

    async def update(self, task_id, **answers):
        return await self.ask("tasks/update", taskId=task_id, inputResponses=answers)

    async def cancel(self, task_id):
        return await self.ask("tasks/cancel", taskId=task_id)


@asynccontextmanager
async def host(target, **options):
    """A host that is connected to a server."""
    async with Client(target, mode="2026-07-28", extensions=[TakesTasks()], **options) as client:
        yield Host(client)
