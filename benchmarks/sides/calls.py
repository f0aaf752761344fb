"""One call after the other in one process: our client and our LangChain tool, httpx alone, and empty tools."""

import asyncio
from dataclasses import dataclass
from typing import Any

import httpx
from langchain_core.tools import BaseTool, StructuredTool
from langchain_core.tools.base import ArgsSchema
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Client, Settings, get_transcript
from assemblyai_tools.langchain import AssemblyAIToolkit
from benchmarks.rounds import BLOCKS, in_turns, in_turns_async


class _Empty(BaseTool):
    """The class that our tools are built on, and nothing more."""

    name: str = "empty"
    description: str = "Give back the id."
    args_schema: ArgsSchema | None = get_transcript.input_schema

    def _run(self, /, **arguments: Any) -> Any:
        return arguments["transcript_id"]

    async def _arun(self, /, **arguments: Any) -> Any:
        return arguments["transcript_id"]


def structured(transcript_id: str) -> str:
    """Give back the id."""
    return transcript_id


async def structured_async(transcript_id: str) -> str:
    """Give back the id."""
    return transcript_id


@dataclass(frozen=True)
class _Calls:
    """What every way of a call needs."""

    settings: Settings
    tool: BaseTool
    address: str
    headers: dict[str, str]
    arguments: dict[str, str]
    blocks: int

    def blocking(self) -> dict[str, float]:
        empty, from_function = _Empty(), StructuredTool.from_function(structured)
        with httpx.Client() as http, Client(self.settings) as client:
            return in_turns(
                {
                    "httpx": lambda: http.get(self.address, headers=self.headers).json(),
                    "client": lambda: client.run(get_transcript.start(self.arguments)).render(),
                    "langchain": lambda: self.tool.invoke(self.arguments),
                    "langchain empty": lambda: empty.invoke(self.arguments),
                    "langchain structured": lambda: from_function.invoke(self.arguments),
                },
                blocks=self.blocks,
            )

    async def awaited(self) -> dict[str, float]:
        empty, from_function = _Empty(), StructuredTool.from_function(coroutine=structured_async)
        async with httpx.AsyncClient() as http, AsyncClient(self.settings) as client:

            async def bare() -> object:
                return (await http.get(self.address, headers=self.headers)).json()

            async def ours() -> object:
                return (await client.run(get_transcript.start(self.arguments))).render()

            return await in_turns_async(
                {
                    "httpx async": bare,
                    "client async": ours,
                    "langchain async": lambda: self.tool.ainvoke(self.arguments),
                    "langchain async empty": lambda: empty.ainvoke(self.arguments),
                    "langchain async structured": lambda: from_function.ainvoke(self.arguments),
                },
                blocks=self.blocks,
            )


def run(url: str, key: str, transcript_id: str, *, blocks: int = BLOCKS) -> dict[str, Any]:
    """The median microseconds of a call, for each way to make it."""
    settings = Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=())
    toolkit = AssemblyAIToolkit(settings=settings, tools=["get_transcript"])
    [tool] = toolkit.get_tools()
    address = f"{url}/v2/transcript/{transcript_id}"
    calls = _Calls(settings, tool, address, {"Authorization": key}, {"transcript_id": transcript_id}, blocks)

    async def awaited() -> dict[str, float]:
        try:
            return await calls.awaited()
        finally:
            await toolkit.aclose()

    seen = calls.blocking()
    toolkit.close()
    return {**seen, **asyncio.run(awaited())}
