"""Strands Agents: its client, and the tool results that it makes for its agents."""

from contextlib import asynccontextmanager

from mcp import StdioServerParameters, stdio_client
from mcp.types import ElicitResult
from scenario import ARGUMENTS, COMMAND, ENV, Answer, run
from strands.tools.mcp import MCPClient


class Strands:
    package = "strands-agents"
    limit = "none; `call_tool_async(read_timeout_seconds=…)`"

    def __init__(self):
        self.progress, self.questions = [], []
        self.reported = False

    @asynccontextmanager
    async def session(self):
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        with MCPClient(
            lambda: stdio_client(server), elicitation_callback=self.agree, progress_callback=self.report
        ) as self.client:
            yield

    async def report(self, progress, total, message):
        if self.reported:
            self.progress.append((progress, total, message))

    async def agree(self, _context, params):
        self.questions.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def tools(self):
        self.found = {tool.tool_name: tool for tool in self.client.list_tools_sync()}
        return list(self.found)

    async def call(self, name, arguments):
        self.reported = name == "transcribe" and not self.progress
        use = {"toolUseId": "1", "name": name, "input": arguments}
        async for event in self.found[name].stream(use, {}):
            result = event.tool_result
        content = result["content"]
        kinds = [next(iter(part)) for part in content]
        texts = [part["text"] for part in content if "text" in part]
        return Answer("".join(texts), kinds, result["status"] == "error")


run(Strands())
