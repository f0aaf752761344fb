"""PraisonAI Agents: the functions that it makes of a server."""

import asyncio
from contextlib import asynccontextmanager

from praisonaiagents.mcp import MCP
from scenario import ARGUMENTS, COMMAND, ENV, Answer, run


class PraisonAI:
    package = "praisonaiagents"
    limit = "60 s; `MCP(timeout=…)`"
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        server = await asyncio.to_thread(lambda: MCP(command=COMMAND, args=ARGUMENTS, env=ENV))
        self.found = {tool.__name__: tool for tool in server.get_tools()}
        yield
        server.shutdown()

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        return Answer(str(await asyncio.to_thread(self.found[name], **arguments)))


run(PraisonAI())
