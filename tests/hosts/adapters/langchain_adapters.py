"""langchain-mcp-adapters, with a session that stays; what is checked is ChatOpenAI's payload."""

from contextlib import asynccontextmanager

from langchain_mcp_adapters.callbacks import Callbacks
from langchain_mcp_adapters.client import MultiServerMCPClient
from langchain_mcp_adapters.tools import load_mcp_tools
from mcp import ClientSession
from mcp.types import ElicitResult
from openai_payload import kinds_of
from scenario import ARGUMENTS, COMMAND, ENV, Answer, default_of, run


class LangChainAdapters:
    package = "langchain-mcp-adapters"
    limit = (
        f"{default_of(ClientSession, 'read_timeout_seconds')}; "
        "`session_kwargs={'read_timeout_seconds': …}` of the connection"
    )

    def __init__(self):
        self.progress, self.questions = [], []

    @asynccontextmanager
    async def session(self):
        callbacks = Callbacks(on_progress=self.report, on_elicitation=self.agree)
        connection = {"transport": "stdio", "command": COMMAND, "args": ARGUMENTS, "env": ENV}
        client = MultiServerMCPClient({"assemblyai": connection}, callbacks=callbacks)
        async with client.session("assemblyai") as session:
            found = await load_mcp_tools(session, callbacks=callbacks)
            self.found = {tool.name: tool for tool in found}
            yield

    async def report(self, number, total, message, _context):
        if self.reported == "transcribe":
            self.progress.append((number, total, message))

    async def agree(self, _mcp_context, params, _context):
        self.questions.append(params.message)
        return ElicitResult(action="accept", content={"confirm": True})

    async def tools(self):
        return list(self.found)

    async def call(self, name, arguments):
        self.reported = name if not self.progress else ""
        call = {"type": "tool_call", "id": "1", "name": name, "args": arguments}
        message = await self.found[name].ainvoke(call)
        return Answer(str(message.text), kinds_of(message), message.status == "error")


run(LangChainAdapters())
