"""LangChain's MCPAdapter, with an agent whose model is a script; what is checked is ChatOpenAI's payload."""

import inspect
import warnings
from contextlib import asynccontextmanager
from uuid import uuid4

warnings.simplefilter("ignore")

from fastmcp import Client  # noqa: E402
from fastmcp.client.transports import StdioTransport  # noqa: E402
from langchain.agents import create_agent  # noqa: E402
from langchain.mcp import MCPAdapter  # noqa: E402
from langchain_core.language_models import FakeMessagesListChatModel  # noqa: E402
from langchain_core.messages import AIMessage, ToolMessage  # noqa: E402
from langgraph.checkpoint.memory import InMemorySaver  # noqa: E402
from langgraph.types import Command  # noqa: E402
from openai_payload import kinds_of  # noqa: E402
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run  # noqa: E402


class Script(FakeMessagesListChatModel):
    def bind_tools(self, _tools, **_):
        return self


class LangChain:
    package = "langchain"
    limit = f"{default_of(Client, 'timeout')}; `MCPAdapter(fastmcp.Client(…, timeout=…))`"
    progress = (
        "not with the default client" if "progress" not in str(inspect.signature(MCPAdapter)) else "not tried"
    )

    def __init__(self):
        self.questions = []

    @asynccontextmanager
    async def session(self):
        async with MCPAdapter(StdioTransport(COMMAND, ARGUMENTS, env=ENV)) as self.adapter:
            yield

    async def tools(self):
        self.found = await self.adapter.list_tools()
        return [tool.name for tool in self.found]

    async def call(self, name, arguments):
        call = AIMessage("", tool_calls=[{"name": name, "args": arguments, "id": "1"}])
        agent = create_agent(
            Script(responses=[call, AIMessage("Done.")]), self.found, checkpointer=InMemorySaver()
        )
        thread = {"configurable": {"thread_id": str(uuid4())}}
        state = await agent.ainvoke({"messages": [("user", "Go.")]}, thread)
        while "__interrupt__" in state:
            (interrupt,) = state["__interrupt__"]
            (request,) = interrupt.value["requests"]
            self.questions.append(request["message"])
            reply = {"responses": {request["key"]: {"action": "accept", "content": {"confirm": True}}}}
            state = await agent.ainvoke(Command(resume=reply), thread)
        (message,) = [one for one in state["messages"] if isinstance(one, ToolMessage)]
        return Answer(str(message.text), kinds_of(message), message.status == "error")


run(LangChain())
