"""Our tools, as the MCP server offers them to a client that can ask the person."""

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from mcp import Client
from mcp.types import CallToolResult, TextContent
from mcp.types import Tool as Definition

from assemblyai_mcp import ToolServer
from evals.sides.side import Tool, Toolbox, ToolReply
from evals.world.world import World


@asynccontextmanager
async def server_tools(world: World) -> AsyncGenerator[Toolbox]:
    """The server runs in this process, with the client of this world; the protocol is the real one."""
    server = ToolServer(world.client)
    async with Client(server, elicitation_callback=world.person.answer) as client:
        definitions = (await client.list_tools()).tools
        yield Toolbox(client.instructions or "", tuple(_tool(client, one) for one in definitions))


def _tool(client: Client, definition: Definition) -> Tool:
    async def call(arguments: dict[str, Any]) -> ToolReply:
        result: CallToolResult = await client.call_tool(definition.name, arguments)
        texts = [block.text for block in result.content if isinstance(block, TextContent)]
        return ToolReply("\n".join(texts), bool(result.is_error))

    return Tool(definition.name, definition.description or "", definition.input_schema, call)
