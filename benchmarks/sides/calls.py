"""One call after the other in one process: our client and our LangChain tool, beside httpx and an empty tool."""

import asyncio
import time
from collections.abc import Awaitable, Callable
from statistics import median
from typing import Any

import httpx
from langchain_core.tools import StructuredTool
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Client, Settings, get_transcript
from assemblyai_tools.langchain import AssemblyAIToolkit

_BLOCKS, _CALLS = 7, 60


def run(url: str, key: str, transcript_id: str) -> dict[str, Any]:
    """The median microseconds of a call, for each way, block by block in turns."""
    settings = Settings(api_key=SecretStr(key), base_url=url, allowed_dirs=())
    return {**_blocking(settings, transcript_id), **asyncio.run(_async(settings, transcript_id))}


def _empty(transcript_id: str) -> str:
    """Give back the id."""
    return transcript_id


async def _empty_async(transcript_id: str) -> str:
    """Give back the id."""
    return transcript_id


def _blocking(settings: Settings, transcript_id: str) -> dict[str, float]:
    arguments = {"transcript_id": transcript_id}
    address = f"{settings.base_url}/v2/transcript/{transcript_id}"
    headers = {"Authorization": settings.require_key()}
    toolkit = AssemblyAIToolkit(settings=settings)
    tool = next(tool for tool in toolkit.get_tools() if tool.name == "get_transcript")
    empty = StructuredTool.from_function(_empty)
    with httpx.Client() as http, Client(settings) as client:
        ways: dict[str, Callable[[], object]] = {
            "httpx": lambda: http.get(address, headers=headers).json(),
            "client": lambda: client.run(get_transcript.start(arguments)).render(),
            "langchain": lambda: tool.invoke(arguments),
            "langchain empty": lambda: empty.invoke(arguments),
        }
        seen: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(_BLOCKS):
            for name, way in ways.items():
                seen[name] += [_timed(way) for _ in range(_CALLS)]
    toolkit.close()
    return {name: median(values) * 1e6 for name, values in seen.items()}


async def _async(settings: Settings, transcript_id: str) -> dict[str, float]:
    arguments = {"transcript_id": transcript_id}
    address = f"{settings.base_url}/v2/transcript/{transcript_id}"
    headers = {"Authorization": settings.require_key()}
    toolkit = AssemblyAIToolkit(settings=settings)
    tool = next(tool for tool in toolkit.get_tools() if tool.name == "get_transcript")
    empty = StructuredTool.from_function(coroutine=_empty_async, name="empty")
    async with httpx.AsyncClient() as http, AsyncClient(settings) as client:
        ways: dict[str, Callable[[], Awaitable[object]]] = {
            "httpx async": lambda: http.get(address, headers=headers),
            "client async": lambda: client.run(get_transcript.start(arguments)),
            "langchain async": lambda: tool.ainvoke(arguments),
            "langchain async empty": lambda: empty.ainvoke(arguments),
        }
        seen: dict[str, list[float]] = {name: [] for name in ways}
        for _ in range(_BLOCKS):
            for name, way in ways.items():
                seen[name] += [await _timed_async(way) for _ in range(_CALLS)]
    await toolkit.aclose()
    return {name: median(values) * 1e6 for name, values in seen.items()}


def _timed(way: Callable[[], object]) -> float:
    start = time.perf_counter()
    way()
    return time.perf_counter() - start


async def _timed_async(way: Callable[[], Awaitable[object]]) -> float:
    start = time.perf_counter()
    await way()
    return time.perf_counter() - start
