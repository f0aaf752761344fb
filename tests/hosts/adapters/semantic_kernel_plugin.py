"""Semantic Kernel: the functions of its plugin."""

from contextlib import asynccontextmanager

from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run
from semantic_kernel import Kernel
from semantic_kernel.connectors.mcp import MCPStdioPlugin
from semantic_kernel.exceptions import FunctionExecutionException


class SemanticKernel:
    package = "semantic-kernel"
    limit = f"{default_of(MCPStdioPlugin, 'request_timeout')}; `MCPStdioPlugin(request_timeout=…)`"
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        async with MCPStdioPlugin(name="assemblyai", command=COMMAND, args=ARGUMENTS, env=ENV) as plugin:
            self.kernel = Kernel()
            self.plugin = self.kernel.add_plugin(plugin)
            yield

    async def tools(self):
        return list(self.plugin.functions)

    async def call(self, name, arguments):
        try:
            result = await self.kernel.invoke(self.plugin[name], **arguments)
        except FunctionExecutionException as error:
            return Answer(f"{error} {error.__cause__}", failed=True)
        return Answer(
            "".join(str(part) for part in result.value), [part.content_type for part in result.value]
        )


run(SemanticKernel())
