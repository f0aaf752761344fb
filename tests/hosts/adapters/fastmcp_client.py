"""FastMCP's client."""

from contextlib import asynccontextmanager

from fastmcp import Client
from fastmcp.client.transports import StdioTransport
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class FastMcp:
    package = "fastmcp"
    limit = f"{default_of(Client, 'timeout')}; `Client(timeout=…)`, `call_tool(timeout=…)`"

    def __init__(self):
        self.progress, self.questions = [], []

    @asynccontextmanager
    async def session(self):
        transport = StdioTransport(COMMAND, ARGUMENTS, env=ENV)
        async with Client(transport, elicitation_handler=self.agree) as self.client:
            yield

    async def agree(self, message, response_type, _params, _context):
        self.questions.append(message)
        return response_type(confirm=True)

    async def tools(self):
        return [tool.name for tool in await self.client.list_tools()]

    async def call(self, name, arguments):
        async def report(number, total, message):
            self.progress.append((number, total, message))

        first = name == "transcribe" and not self.progress
        result = await self.client.call_tool(
            name, arguments, progress_handler=report if first else None, raise_on_error=False
        )
        texts = [block.text for block in result.content if block.type == "text"]
        return Answer("".join(texts), [block.type for block in result.content], result.is_error)


run(FastMcp())
