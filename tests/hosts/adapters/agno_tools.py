"""Agno: its toolkit of a server's tools, as its agents call them."""

from contextlib import asynccontextmanager

from agno.tools.function import FunctionCall
from agno.tools.mcp import MCPTools
from mcp import StdioServerParameters
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class Agno:
    package = "agno"
    limit = f"{default_of(MCPTools, 'timeout_seconds')}; `MCPTools(timeout_seconds=…)`"
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        # As a command line, it takes only known programs, such as uvx.
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        async with MCPTools(server_params=server, transport="stdio") as self.toolkit:
            yield

    async def tools(self):
        return list(self.toolkit.functions)

    async def call(self, name, arguments):
        call = FunctionCall(function=self.toolkit.functions[name], arguments=arguments)
        done = await call.aexecute()
        result = getattr(done.result, "content", done.result)
        return Answer(f"{result} {done.error or ''}", failed=done.status != "success")


run(Agno())
