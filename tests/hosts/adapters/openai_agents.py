"""The OpenAI Agents SDK: its MCP server and the function tools that it makes of it."""

import json
from contextlib import asynccontextmanager

from agents import Agent, RunContextWrapper
from agents.mcp import MCPServerStdio, MCPUtil
from agents.tool_context import ToolContext
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class OpenAIAgents:
    package = "openai-agents"
    limit = (
        f"{default_of(MCPServerStdio, 'client_session_timeout_seconds')}; "
        "`MCPServerStdio(client_session_timeout_seconds=…)`"
    )
    progress = "no setting for it"

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        params = {"command": COMMAND, "args": ARGUMENTS, "env": ENV}
        async with MCPServerStdio(params) as server:
            agent = Agent("reader", mcp_servers=[server])
            tools = await MCPUtil.get_all_function_tools([server], False, RunContextWrapper(None), agent)
            self.found = {tool.name: tool for tool in tools}
            yield

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        given = json.dumps(arguments)
        context = ToolContext(None, tool_name=name, tool_call_id="1", tool_arguments=given)
        output = await self.found[name].on_invoke_tool(context, given)
        parts = output if isinstance(output, list) else [output]
        parts = [{"type": "text", "text": one} if isinstance(one, str) else one for one in parts]
        return Answer("".join(part.get("text", "") for part in parts), [part["type"] for part in parts])


run(OpenAIAgents())
