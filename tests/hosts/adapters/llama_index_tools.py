"""LlamaIndex: the function tools that it makes of a server; each call starts the server anew."""

from contextlib import asynccontextmanager

from llama_index.tools.mcp import BasicMCPClient, McpToolSpec
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class LlamaIndex:
    package = "llama-index-tools-mcp"
    limit = f"{default_of(BasicMCPClient, 'timeout')}; `BasicMCPClient(timeout=…)`"
    progress = "no setting for it in its tools"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        tools = await McpToolSpec(BasicMCPClient(COMMAND, args=ARGUMENTS, env=ENV)).to_tool_list_async()
        self.found = {tool.metadata.name: tool for tool in tools}
        yield

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        output = await self.found[name].acall(**arguments)
        kinds = [block.block_type for block in output.blocks]
        return Answer(output.content, kinds, output.is_error)


run(LlamaIndex())
