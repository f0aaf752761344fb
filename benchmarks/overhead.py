"""What a call costs beyond the request it makes: in the client, through LangChain, through MCP."""

import asyncio
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Settings, get_transcript
from benchmarks import child, hour, servers
from benchmarks.figure import Figure, Goal
from benchmarks.http import HttpServer
from benchmarks.stdio import StdioServer
from benchmarks.turns import in_turns

_KEY = "k"
_HTTPX, _EMPTY, _SUM = "httpx alone", "empty tool", "empty tool + our bare client"


def measure() -> list[Figure]:
    """`get_transcript` of a finished job of the stub, a real request each time; side by side and block by block."""
    with child.stub() as url, tempfile.TemporaryDirectory() as folder:
        transcript_id = _finished(url)
        seen = child.run("calls", url=url, key=_KEY, transcript_id=transcript_id)
        stdio = _over(StdioServer, servers.OURS, url, Path(folder), transcript_id)
        http = _over(HttpServer, servers.OURS_OVER_HTTP, url, Path(folder), transcript_id)
    return [
        _client("client", seen["client"], seen["httpx"]),
        _client("async client", seen["client async"], seen["httpx async"]),
        _langchain("invoke", seen, "langchain", "client"),
        _langchain("ainvoke", seen, "langchain async", "client async"),
        _mcp("stdio", stdio),
        _mcp("HTTP", http),
        hour.measure(),
    ]


def _finished(url: str) -> str:
    asked = {"audio_url": "https://audio.test/0.mp3"}
    reply = httpx.post(f"{url}/v2/transcript", json=asked, headers={"Authorization": _KEY})
    return str(reply.json()["id"])


def _over(
    transport: type[StdioServer | HttpServer],
    command: Sequence[str],
    url: str,
    folder: Path,
    transcript_id: str,
) -> dict[str, float]:
    env = servers.environment(url, folder)
    with (
        transport(command, env) as ours,
        transport(servers.BARE, env) as bare,
        _bare_client(url, transcript_id) as client,
    ):
        return in_turns(
            {
                "ours": lambda: ours.call("get_transcript", {"transcript_id": transcript_id}),
                "empty": lambda: bare.call("empty", {"text": transcript_id}),
                "client": client,
            }
        )


@contextmanager
def _bare_client(url: str, transcript_id: str) -> Generator[Callable[[], object]]:
    """The same call with the async client, which our server uses too."""
    client = AsyncClient(Settings(api_key=SecretStr(_KEY), base_url=url, allowed_dirs=()))

    async def call() -> str:
        return (await client.run(get_transcript.start({"transcript_id": transcript_id}))).render()

    with asyncio.Runner() as runner:
        yield lambda: runner.get_loop().run_until_complete(call())
        runner.run(client.aclose())


def _client(what: str, ours: float, bare: float) -> Figure:
    return Figure(f"a call through {what}", "µs", ours, {_HTTPX: bare}, Goal("most", 1.5, _HTTPX))


def _langchain(method: str, seen: dict[str, float], tool: str, client: str) -> Figure:
    """Peers: empty tools, of the class that ours are built on and of the usual one; and what a call has to cost."""
    empty = seen[f"{tool} empty"]
    return Figure(
        f"a call through LangChain {method}",
        "µs",
        seen[tool],
        {_EMPTY: empty, "empty StructuredTool": seen[f"{tool} structured"], _SUM: empty + seen[client]},
        Goal("most", 1.25, _SUM),
    )


def _mcp(transport: str, seen: dict[str, float]) -> Figure:
    return Figure(
        f"a call through MCP over {transport}",
        "µs",
        seen["ours"],
        {_EMPTY: seen["empty"], _SUM: seen["empty"] + seen["client"]},
        Goal("most", 1.25, _SUM),
    )
