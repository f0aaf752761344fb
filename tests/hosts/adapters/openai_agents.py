"""The OpenAI Agents SDK: its MCP server and the function tools that it makes of it, in its strict mode."""

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
            tools = await MCPUtil.get_all_function_tools([server], True, RunContextWrapper(None), agent)
            self.found = {tool.name: tool for tool in tools}
            loose = [tool.name for tool in tools if not tool.strict_json_schema]
            assert not loose, f"its strict mode does not take the schemas of {loose}"
            yield

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        # In strict mode a model gives every argument, and null for what it leaves out.
        every = dict.fromkeys(self.found[name].params_json_schema["properties"])
        given = json.dumps(every | arguments)
        context = ToolContext(None, tool_name=name, tool_call_id="1", tool_arguments=given)
        output = await self.found[name].on_invoke_tool(context, given)
        parts = output if isinstance(output, list) else [output]
        parts = [{"type": "text", "text": one} if isinstance(one, str) else one for one in parts]
        return Answer("".join(part.get("text", "") for part in parts), [part["type"] for part in parts])


run(OpenAIAgents())
