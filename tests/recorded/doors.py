"""The four ways in, behind one call: the same name and arguments, the same text and data expected back."""

import asyncio
from dataclasses import dataclass
from typing import Any

import jsonschema
from mcp import Client as McpClient

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AssemblyAIError, AsyncClient, Client
from assemblyai_tools.langchain import AssemblyAIToolkit, Clients

OPERATIONS = {operation.name: operation for operation in ALL_OPERATIONS}


@dataclass(frozen=True)
class Outcome:
    """What a model read, the structured result, and whether it was told of a failure."""

    text: str
    data: dict[str, Any] | None
    failed: bool = False


class Door:
    def close(self):
        """Nothing stays open between two calls, unless a door says otherwise."""


class Blocking(Door):
    def __init__(self, settings, sleep):
        self.client = Client(settings, sleep=sleep)
        self.close = self.client.close

    def __call__(self, name, **arguments):
        try:
            result = self.client.run(OPERATIONS[name].start(arguments))
        except AssemblyAIError as error:
            return Outcome(str(error), None, failed=True)
        return Outcome(result.render(), result.dump())


class Asynchronous(Door):
    def __init__(self, settings, sleep):
        self.client = AsyncClient(settings, sleep=in_no_time(sleep))

    def __call__(self, name, **arguments):
        return asyncio.run(self.call(name, arguments))

    async def call(self, name, arguments):
        async with self.client:
            try:
                result = await self.client.run(OPERATIONS[name].start(arguments))
            except AssemblyAIError as error:
                return Outcome(str(error), None, failed=True)
            return Outcome(result.render(), result.dump())


class LangChain(Door):
    def __init__(self, settings, sleep):
        toolkit = AssemblyAIToolkit(clients=Clients(settings, blocking=Client(settings, sleep=sleep)))
        self.close = toolkit.close
        self.tools = {tool.name: tool for tool in toolkit.get_tools()}

    def __call__(self, name, **arguments):
        call = {"type": "tool_call", "id": "1", "name": name, "args": arguments}
        message = self.tools[name].invoke(call)
        return Outcome(message.content, message.artifact, failed=message.status == "error")


class Mcp(Door):
    def __init__(self, settings, sleep):
        self.settings = settings
        self.sleep = sleep

    def __call__(self, name, **arguments):
        return asyncio.run(self.call(name, arguments))

    async def call(self, name, arguments):
        """The call, and a check of its result against the schema that the server lists."""
        server = ToolServer(AsyncClient(self.settings, sleep=in_no_time(self.sleep)))
        if OPERATIONS[name].hints.destructive:
            # Confirmed beforehand: to ask a person would take another request.
            arguments = {**arguments, "confirm": True}
        async with McpClient(server) as client:
            result = await client.call_tool(name, arguments)
        if not result.is_error:
            jsonschema.validate(result.structured_content, OPERATIONS[name].output_schema)
        text, *_links = result.content
        return Outcome(text.text, result.structured_content, failed=bool(result.is_error))


def in_no_time(sleep):
    async def pause(seconds):
        sleep(seconds)

    return pause


DOORS = {"blocking": Blocking, "async": Asynchronous, "langchain": LangChain, "mcp": Mcp}
