"""smolagents: its tools as its code agents call them."""

import asyncio
import json
from contextlib import asynccontextmanager

from mcp import StdioServerParameters
from scenario import ARGUMENTS, COMMAND, ENV, STRUCTURED, Answer, run
from smolagents import MCPClient


class Smolagents:
    package = "smolagents"
    # A whole number of seconds, such as the default, is not used: mcpadapt wants a float or a timedelta.
    limit = "none; `MCPClient(adapter_kwargs={'client_session_timeout_seconds': 300.0})`"
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        client = await asyncio.to_thread(MCPClient, server, structured_output=True)
        self.found = {tool.name: tool for tool in client.get_tools()}
        yield
        client.disconnect()

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        output = await asyncio.to_thread(self.found[name], **arguments)
        if isinstance(output, str):
            return Answer(output)
        return Answer(json.dumps(output, ensure_ascii=False), [STRUCTURED])


run(Smolagents())
