"""DSPy: its tools over the protocol's own SDK, whose client is the program's."""

import dspy
from mcp_client import Mcp2
from scenario import Answer, run


class DSPy(Mcp2):
    package = "dspy"
    progress = "no setting for it in its tools"

    def __init__(self):
        self.questions = []

    async def tools(self):
        listed = (await self.client.list_tools()).tools
        self.found = {tool.name: dspy.Tool.from_mcp_tool(self.client, tool) for tool in listed}
        return list(self.found)

    async def call(self, name, arguments):
        return Answer(str(await self.found[name].acall(**arguments)))


if __name__ == "__main__":
    run(DSPy())
