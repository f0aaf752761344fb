"""One call after the other in one process: our client and our LangChain tool, beside httpx and empty tools."""

import asyncio
from typing import Any

import httpx
from langchain_core.tools import BaseTool, StructuredTool
from langchain_core.tools.base import ArgsSchema
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Client, Settings, get_transcript
from assemblyai_tools.langchain import AssemblyAIToolkit
from benchmarks.turns import BLOCKS, in_turns, in_turns_async


class _Empty(BaseTool):
    """What our tools are built on, and nothing besides."""

    name: str = "empty"
    description: str = "Give back the id."
    args_schema: ArgsSchema | None = get_transcript.input_schema

    def _run(self, /, **arguments: Any) -> Any:
        return arguments["transcript_id"]

    async def _arun(self, /, **arguments: Any) -> Any:
        return arguments["transcript_id"]


def run(url: str, key: str, transcript_id: str, *, blocks: int = BLOCKS) -> dict[str, Any]:
    """The median microseconds of a call, for each way, block by block in turns."""
    settings = Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=())
    blocking = _blocking(settings, transcript_id, blocks)
    return {**blocking, **asyncio.run(_async(settings, transcript_id, blocks))}


def _blocking(settings: Settings, transcript_id: str, blocks: int) -> dict[str, float]:
    arguments = {"transcript_id": transcript_id}
    address = f"{settings.base_url}/v2/transcript/{transcript_id}"
    headers = {"Authorization": settings.require_key()}
    toolkit = AssemblyAIToolkit(settings=settings, tools=["get_transcript"])
    [tool] = toolkit.get_tools()
    empty, structured = _Empty(), StructuredTool.from_function(_structured)
    with httpx.Client() as http, Client(settings) as client:
        seen = in_turns(
            {
                "httpx": lambda: http.get(address, headers=headers).json(),
                "client": lambda: client.run(get_transcript.start(arguments)).render(),
                "langchain": lambda: tool.invoke(arguments),
                "langchain empty": lambda: empty.invoke(arguments),
                "langchain structured": lambda: structured.invoke(arguments),
            },
            blocks=blocks,
        )
    toolkit.close()
    return seen


async def _async(settings: Settings, transcript_id: str, blocks: int) -> dict[str, float]:
    arguments = {"transcript_id": transcript_id}
    address = f"{settings.base_url}/v2/transcript/{transcript_id}"
    headers = {"Authorization": settings.require_key()}
    toolkit = AssemblyAIToolkit(settings=settings, tools=["get_transcript"])
    [tool] = toolkit.get_tools()
    empty = _Empty()
    structured = StructuredTool.from_function(coroutine=_structured_async, name="structured")
    async with httpx.AsyncClient() as http, AsyncClient(settings) as client:

        async def bare() -> object:
            return (await http.get(address, headers=headers)).json()

        async def ours() -> object:
            return (await client.run(get_transcript.start(arguments))).render()

        seen = await in_turns_async(
            {
                "httpx async": bare,
                "client async": ours,
                "langchain async": lambda: tool.ainvoke(arguments),
                "langchain async empty": lambda: empty.ainvoke(arguments),
                "langchain async structured": lambda: structured.ainvoke(arguments),
            },
            blocks=blocks,
        )
    await toolkit.aclose()
    return seen


def _structured(transcript_id: str) -> str:
    """Give back the id."""
    return transcript_id


async def _structured_async(transcript_id: str) -> str:
    """Give back the id."""
    return transcript_id
