"""The four interfaces, each behind the same call: a tool's name and arguments in, an Outcome out."""

import asyncio
from dataclasses import dataclass
from types import SimpleNamespace
from typing import Any

import jsonschema
from mcp import Client as McpClient

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AssemblyAIError, AsyncClient, Client
from assemblyai_tools.langchain import AssemblyAIToolkit, Clients

OPERATIONS = {operation.name: operation for operation in ALL_OPERATIONS}


@dataclass(frozen=True)
class Outcome:
    """The text that a model reads, the structured result, and whether the call failed."""

    text: str
    data: dict[str, Any] | None
    failed: bool = False


class Interface:
    def close(self):
        """Overridden by the interfaces that keep something open between calls."""


class Blocking(Interface):
    def __init__(self, settings, sleep):
        self.client = Client(settings, sleep=sleep)
        self.close = self.client.close

    def __call__(self, name, **arguments):
        try:
            result = self.client.run(OPERATIONS[name].start(arguments))
        except AssemblyAIError as error:
            return Outcome(str(error), None, failed=True)
        return Outcome(result.render(), result.dump())


class Asynchronous(Interface):
    def __init__(self, settings, sleep):
        self.client = AsyncClient(settings, sleep=without_waiting(sleep))

    def __call__(self, name, **arguments):
        return asyncio.run(self.call(name, arguments))

    async def call(self, name, arguments):
        async with self.client:
            try:
                result = await self.client.run(OPERATIONS[name].start(arguments))
            except AssemblyAIError as error:
                return Outcome(str(error), None, failed=True)
            return Outcome(result.render(), result.dump())


class LangChain(Interface):
    def __init__(self, settings, sleep):
        toolkit = AssemblyAIToolkit(clients=Clients(settings, blocking=Client(settings, sleep=sleep)))
        self.close = toolkit.close
        self.tools = {tool.name: tool for tool in toolkit.get_tools()}

    def __call__(self, name, **arguments):
        call = {"type": "tool_call", "id": "1", "name": name, "args": arguments}
        message = self.tools[name].invoke(call)
        return Outcome(message.content, message.artifact, failed=message.status == "error")


class Agreed(ToolServer):
    """Takes a person's consent for granted: to ask for it, it would send a request that no other interface sends."""

    def _confirmation(self, *_, **_confirmed):
        async def ask(_context):
            return None

        return SimpleNamespace(ask=ask)


class Mcp(Interface):
    def __init__(self, settings, sleep):
        # One account for all calls, as in one server: it remembers what was ordered. Each call has its own event loop.
        self.client = AsyncClient(settings, sleep=without_waiting(sleep))

    def __call__(self, name, **arguments):
        return asyncio.run(self.call(name, arguments))

    async def call(self, name, arguments):
        """The call, and a check of its result against the schema that the server lists."""
        async with McpClient(Agreed(self.client)) as client:
            result = await client.call_tool(name, arguments)
        if not result.is_error:
            jsonschema.validate(result.structured_content, OPERATIONS[name].output_schema)
        text, *_links = result.content
        return Outcome(text.text, result.structured_content, failed=bool(result.is_error))


def without_waiting(sleep):
    async def pause(seconds):
        sleep(seconds)

    return pause


INTERFACES = {"blocking": Blocking, "async": Asynchronous, "langchain": LangChain, "mcp": Mcp}
