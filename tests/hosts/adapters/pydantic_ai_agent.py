"""Pydantic AI: an agent whose model is a function; what is checked is the part that this function gets."""

from contextlib import asynccontextmanager

from fastmcp.client.transports import StdioTransport
from pydantic_ai import Agent
from pydantic_ai.mcp import MCPToolset
from pydantic_ai.messages import ModelResponse, RetryPromptPart, TextPart, ToolCallPart, ToolReturnPart
from pydantic_ai.models.function import FunctionModel
from scenario import ARGUMENTS, COMMAND, ENV, STRUCTURED, Answer, run


class PydanticAI:
    package = "pydantic-ai-slim"
    limit = "300 s; `MCPToolset(read_timeout=…)`"

    def __init__(self):
        self.progress, self.questions = [], []

    @asynccontextmanager
    async def session(self):
        toolset = MCPToolset(
            StdioTransport(COMMAND, ARGUMENTS, env=ENV),
            elicitation_handler=self.agree,
            progress_handler=self.report,
        )
        self.agent = Agent(FunctionModel(self.model), toolsets=[toolset])
        async with self.agent:
            yield

    async def report(self, number, total, message):
        if self.reported:
            self.progress.append((number, total, message))

    async def agree(self, message, response_type, _params, _context):
        self.questions.append(message)
        return response_type(confirm=True)

    def model(self, messages, info):
        self.names = [tool.name for tool in info.function_tools]
        parts = [
            part
            for message in messages
            for part in message.parts
            if isinstance(part, ToolReturnPart | RetryPromptPart)
        ]
        if self.wanted is None:
            return ModelResponse([TextPart("Done.")])
        if parts:
            self.shown = parts[-1]
            return ModelResponse([TextPart("Done.")])
        name, arguments = self.wanted
        return ModelResponse([ToolCallPart(name, arguments)])

    async def tools(self):
        self.wanted, self.reported = None, False
        await self.agent.run("Which tools are there?")
        return self.names

    async def call(self, name, arguments):
        self.wanted, self.reported = (name, arguments), name == "transcribe" and not self.progress
        await self.agent.run("Go.")
        if isinstance(self.shown, RetryPromptPart):
            return Answer(self.shown.model_response(), failed=True)
        kind = "text" if isinstance(self.shown.content, str) else STRUCTURED
        # The mark and the next step stand in the structured content too, and it is all that a model is shown here.
        return Answer(self.shown.model_response_str(), [kind])


run(PydanticAI())
