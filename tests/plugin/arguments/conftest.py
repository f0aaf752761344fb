"""Each door through which a call comes, and what it hands to the operation."""

from dataclasses import replace
from typing import ClassVar

import pytest
from mcp.server.mcpserver.exceptions import ToolError
from pydantic import SecretStr

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient, InvalidArgumentsError, Settings
from assemblyai_tools.langchain import AssemblyAITool
from assemblyai_tools.operation import AnyOperation, Result

SETTINGS = Settings(api_key=SecretStr("sk-0123456789abcdef"), llm="lemur", allowed_dirs=())


class Seen(Result):
    def render(self):
        return "seen"


def _watched(operation, seen):
    """The operation, which only keeps the arguments that it gets."""

    def perform(arguments):
        seen.append(arguments)
        yield from ()
        return Seen()

    return replace(operation, perform=perform, preview=None)


async def _typed(operation, given):
    with pytest.raises(StopIteration):
        next(operation(**given))


async def _langchain(watched, given):
    class Tool(AssemblyAITool):
        operation: ClassVar[AnyOperation] = watched

    call = {"type": "tool_call", "id": "1", "name": watched.name, "args": given}
    message = await Tool(settings=SETTINGS).ainvoke(call)
    if message.status == "error":
        raise InvalidArgumentsError(message.content)


async def _mcp(operation, given):
    server = ToolServer(AsyncClient(SETTINGS))
    server._operations[operation.name] = operation
    if operation.hints.destructive:
        with pytest.raises(ToolError, match="Nothing was deleted yet"):  # once, so that the person is asked
            await server.call_tool(operation.name, given)
        given = {**given, "confirm": True}
    await server.call_tool(operation.name, given)


@pytest.fixture(params=[_typed, _langchain, _mcp], ids=["typed", "langchain", "mcp"])
def received(request):
    """What an operation receives of a call: the typed one's, the LangChain tool's, and the MCP server's."""

    async def receive(operation, given):
        seen = []
        await request.param(_watched(operation, seen), given)
        return seen[0]

    return receive
