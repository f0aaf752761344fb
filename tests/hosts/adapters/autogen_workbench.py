"""AutoGen: its workbench."""

from contextlib import asynccontextmanager

from autogen_ext.tools.mcp import McpWorkbench, StdioServerParams
from scenario import ARGUMENTS, COMMAND, ENV, Answer, run


class AutoGen:
    package = "autogen-ext"
    limit = (
        f"{StdioServerParams.model_fields['read_timeout_seconds'].default} s; "
        "`StdioServerParams(read_timeout_seconds=…)`"
    )
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        params = StdioServerParams(command=COMMAND, args=ARGUMENTS, env=ENV)
        async with McpWorkbench(params) as self.workbench:
            yield

    async def tools(self):
        return [tool["name"] for tool in await self.workbench.list_tools()]

    async def call(self, name, arguments):
        result = await self.workbench.call_tool(name, arguments)
        kinds = ["text" if part.type == "TextResultContent" else part.type for part in result.result]
        return Answer(result.to_text(), kinds, result.is_error)


run(AutoGen())
