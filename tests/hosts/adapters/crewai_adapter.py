"""CrewAI: the tools of crewai-tools' adapter for servers."""

import asyncio
from contextlib import asynccontextmanager

from crewai_tools import MCPServerAdapter
from mcp import StdioServerParameters
from scenario import ARGUMENTS, COMMAND, ENV, Answer, run


class CrewAI:
    package = "crewai-tools"
    # mcpadapt's default is a whole number of seconds, which it does not use: it wants a float or a timedelta.
    limit = "none; there is no setting (`connect_timeout=…` is for the start)"
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        adapter = await asyncio.to_thread(MCPServerAdapter, server)
        self.found = {tool.name: tool for tool in adapter.tools}
        yield
        adapter.stop()

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        return Answer(str(await asyncio.to_thread(self.found[name].run, **arguments)))


run(CrewAI())
