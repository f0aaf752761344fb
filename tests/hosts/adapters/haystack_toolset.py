"""Haystack: its toolset, whose tools answer with the result as JSON."""

import asyncio
import json
from contextlib import asynccontextmanager

from haystack.tools.errors import ToolInvocationError
from haystack_integrations.tools.mcp import MCPToolset, StdioServerInfo
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class Haystack:
    package = "mcp-haystack"
    limit = f"{default_of(MCPToolset, 'invocation_timeout')}; `MCPToolset(invocation_timeout=…)`"
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        server = StdioServerInfo(command=COMMAND, args=ARGUMENTS, env=ENV)
        toolset = await asyncio.to_thread(MCPToolset, server, eager_connect=True)
        self.found = {tool.name: tool for tool in toolset}
        yield
        toolset.close()

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        try:
            output = await asyncio.to_thread(self.found[name].invoke, **arguments)
        except ToolInvocationError as error:
            return Answer(f"{error} {error.__cause__}", failed=True)
        content = json.loads(output)["content"] if isinstance(output, str) else output
        texts = [block["text"] for block in content if block["type"] == "text"]
        return Answer("".join(texts), [block["type"] for block in content])


run(Haystack())
