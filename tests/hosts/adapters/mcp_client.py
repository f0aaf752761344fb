"""The protocol's own SDK for Python, version 2."""

from contextlib import asynccontextmanager

from mcp import Client, StdioServerParameters
from mcp.types import ElicitResult
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class Mcp2:
    package = "mcp"
    limit = f"{default_of(Client, 'read_timeout_seconds')}; `Client(read_timeout_seconds=…)`"

    def __init__(self):
        self.progress, self.questions = [], []

    @asynccontextmanager
    async def session(self):
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        async with Client(server, elicitation_callback=self.agree) as self.client:
            yield

    async def agree(self, _context, asked):
        self.questions.append(asked.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def tools(self):
        return [tool.name for tool in (await self.client.list_tools()).tools]

    async def call(self, name, arguments):
        async def report(number, total, message):
            self.progress.append((number, total, message))

        result = await self.client.call_tool(
            name, arguments, progress_callback=report if name == "transcribe" and not self.progress else None
        )
        texts = [block.text for block in result.content if block.type == "text"]
        return Answer("".join(texts), [block.type for block in result.content], bool(result.is_error))


if __name__ == "__main__":
    run(Mcp2())
