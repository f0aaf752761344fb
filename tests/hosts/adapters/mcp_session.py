"""The protocol's own SDK for Python, version 1, which many hosts still use."""

from contextlib import asynccontextmanager

from mcp import ClientSession, StdioServerParameters
from mcp.client.stdio import stdio_client
from mcp.types import ElicitResult
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class Mcp1:
    package = "mcp"
    limit = f"{default_of(ClientSession, 'read_timeout_seconds')}; `ClientSession(read_timeout_seconds=…)`"

    def __init__(self):
        self.progress, self.questions = [], []

    @asynccontextmanager
    async def session(self):
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        async with (
            stdio_client(server) as (reading, writing),
            ClientSession(reading, writing, elicitation_callback=self.agree) as self.client,
        ):
            await self.client.initialize()
            yield

    async def agree(self, _context, asked):
        self.questions.append(asked.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def tools(self):
        return [tool.name for tool in (await self.client.list_tools()).tools]

    async def call(self, name, arguments):
        async def report(number, total, message):
            self.progress.append((number, total, message))

        first = name == "transcribe" and not self.progress
        result = await self.client.call_tool(name, arguments, progress_callback=report if first else None)
        texts = [block.text for block in result.content if block.type == "text"]
        return Answer("".join(texts), [block.type for block in result.content], bool(result.isError))


run(Mcp1())
