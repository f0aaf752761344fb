"""mcp-agent: its agent, which calls the tools of the servers in its settings."""

from contextlib import asynccontextmanager

from mcp_agent.agents.agent import Agent
from mcp_agent.app import MCPApp
from mcp_agent.config import LoggerSettings, MCPServerSettings, MCPSettings, Settings
from mcp_agent.elicitation.types import ElicitResult
from scenario import ARGUMENTS, COMMAND, ENV, Answer, run


class McpAgent:
    package = "mcp-agent"
    limit = (
        f"{MCPServerSettings.model_fields['read_timeout_seconds'].default or 'none'}; "
        "`read_timeout_seconds` of the server in mcp_agent.config.yaml"
    )
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        server = MCPServerSettings(command=COMMAND, args=ARGUMENTS, env=ENV)
        settings = Settings(
            execution_engine="asyncio",
            logger=LoggerSettings(type="none"),
            mcp=MCPSettings(servers={"assemblyai": server}),
        )
        app = MCPApp("hosts", settings=settings, elicitation_callback=self.agree)
        async with (
            app.run() as running,
            Agent(name="reader", server_names=["assemblyai"], context=running.context) as self.agent,
        ):
            yield

    async def agree(self, request):
        self.questions.append(request.params.message if hasattr(request, "params") else request.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def tools(self):
        listed = (await self.agent.list_tools()).tools
        self.names = {tool.name.removeprefix("assemblyai_"): tool.name for tool in listed}
        return list(self.names)

    async def call(self, name, arguments):
        result = await self.agent.call_tool(self.names[name], arguments)
        texts = [block.text for block in result.content if block.type == "text"]
        return Answer("".join(texts), [block.type for block in result.content], result.isError)


run(McpAgent())
