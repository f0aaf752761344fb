"""Google ADK: an agent whose model is a script; what is checked is the function response that the model gets."""

import json
from contextlib import asynccontextmanager

from google.adk.agents import LlmAgent
from google.adk.models import BaseLlm, LlmResponse
from google.adk.runners import InMemoryRunner
from google.adk.tools.mcp_tool import McpToolset, StdioConnectionParams
from google.genai import types
from mcp import StdioServerParameters
from mcp.types import ElicitResult
from scenario import ARGUMENTS, COMMAND, ENV, Answer, run


class Script(BaseLlm):
    """Calls one tool, and then says that it is done."""

    name: str = ""
    arguments: dict = {}  # noqa: RUF012 - pydantic copies it

    async def generate_content_async(self, request, stream=False):
        parts = [part for content in request.contents for part in content.parts]
        done = any(part.function_response for part in parts)
        part = (
            types.Part(text="Done.")
            if done
            else types.Part.from_function_call(name=self.name, args=self.arguments)
        )
        yield LlmResponse(content=types.Content(role="model", parts=[part]))


class GoogleADK:
    package = "google-adk"
    limit = f"{StdioConnectionParams.model_fields['timeout'].default} s; `StdioConnectionParams(timeout=…)`"

    def __init__(self):
        self.progress, self.questions = [], []
        self.reported = ""

    @asynccontextmanager
    async def session(self):
        server = StdioServerParameters(command=COMMAND, args=ARGUMENTS, env=ENV)
        self.toolset = McpToolset(
            connection_params=StdioConnectionParams(server_params=server),
            progress_callback=self.report,
            elicitation_callback=self.agree,
        )
        yield
        await self.toolset.close()

    async def report(self, progress, total, message):
        if self.reported:
            self.progress.append((progress, total, message))

    async def agree(self, _context, params):
        self.questions.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def tools(self):
        return [tool.name for tool in await self.toolset.get_tools()]

    async def call(self, name, arguments):
        self.reported = name == "transcribe" and not self.progress
        model = Script(model="script", name=name, arguments=arguments)
        runner = InMemoryRunner(LlmAgent(name="reader", model=model, tools=[self.toolset]))
        session = await runner.session_service.create_session(app_name=runner.app_name, user_id="u")
        said = types.Content(role="user", parts=[types.Part(text="Go.")])
        shown = None
        async for event in runner.run_async(user_id="u", session_id=session.id, new_message=said):
            for response in event.get_function_responses():
                shown = response.response
        content = shown.get("content", [{"type": "text", "text": json.dumps(shown, default=str)}])
        texts = [block["text"] for block in content if block["type"] == "text"]
        return Answer("".join(texts), [block["type"] for block in content], bool(shown.get("isError")))


run(GoogleADK())
