"""What a call costs beyond the request it makes: in the client, through LangChain, through MCP."""

import asyncio
import json
import tempfile
from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Settings, get_transcript
from benchmarks import child, servers
from benchmarks.conversation import talks
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import in_turns
from benchmarks.servers import HttpServer, StdioServer

_KEY = "k"
_HTTPX, _EMPTY, _SUM = "httpx alone", "empty tool", "empty tool + our bare client"
_NO_LEDGER, _MOST_LEDGER = "without a ledger", "without a ledger + 2 ms"


def measure() -> list[Figure]:
    """`get_transcript` of a finished job of the stub, a real request each time."""
    with child.stub() as url, tempfile.TemporaryDirectory() as folder:
        transcript_id = _finished(url)
        seen = child.run("calls.run", url=url, key=_KEY, transcript_id=transcript_id)
        stdio = _over(StdioServer, servers.OURS, url, Path(folder), transcript_id)
        http = _over(HttpServer, servers.OURS_OVER_HTTP, url, Path(folder), transcript_id)
        ordered = child.run("orders.run", url=url, key=_KEY, ledger=str(Path(folder, "orders.sqlite3")))
    return [
        _client("client", seen["client"], seen["httpx"]),
        _client("async client", seen["client async"], seen["httpx async"]),
        _langchain("invoke", seen, "langchain", "client"),
        _langchain("ainvoke", seen, "langchain async", "client async"),
        _mcp("stdio", stdio),
        _mcp("HTTP", http),
        _hour(),
        _ordered("client", ordered["in a file"], ordered["off"]),
        _ordered("async client", ordered["in a file async"], ordered["off async"]),
    ]


def _finished(url: str) -> str:
    job = {"audio_url": "https://audio.test/0.mp3"}
    reply = httpx.post(f"{url}/v2/transcript", json=job, headers={"Authorization": _KEY})
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


def _ordered(what: str, kept: float, off: float) -> Figure:
    note = f"{(kept - off) / 1000:.2f} ms for the ledger"
    peers = {_NO_LEDGER: off, _MOST_LEDGER: off + 2000}
    return Figure(f"transcribe through {what}", "µs", kept, peers, Goal(1.0, _MOST_LEDGER), note)


def _client(what: str, ours: float, bare: float) -> Figure:
    return Figure(f"a call through {what}", "µs", ours, {_HTTPX: bare}, Goal(1.5, _HTTPX))


def _langchain(method: str, seen: dict[str, float], tool: str, client: str) -> Figure:
    empty = seen[f"{tool} empty"]
    peers = {_EMPTY: empty, "empty StructuredTool": seen[f"{tool} structured"], _SUM: empty + seen[client]}
    return Figure(f"a call through LangChain {method}", "µs", seen[tool], peers, Goal(1.25, _SUM))


def _mcp(transport: str, seen: dict[str, float]) -> Figure:
    peers = {_EMPTY: seen["empty"], _SUM: seen["empty"] + seen["client"]}
    return Figure(f"a call through MCP over {transport}", "µs", seen["ours"], peers, Goal(1.25, _SUM))


def _hour() -> Figure:
    """`get_transcript` of an hour of speech over stdio, and the same request with httpx alone."""
    with tempfile.TemporaryDirectory() as folder:
        reply = Path(folder, "reply.json")
        with talks(Path(folder), (1,)) as prepared:
            reply.write_text(prepared[0].transcribed().raw, encoding="utf-8")
        transcript_id = json.loads(reply.read_bytes())["id"]
        with (
            child.stub(reply=reply) as url,
            StdioServer(servers.OURS, servers.environment(url, Path(folder))) as server,
            httpx.Client(headers={"Authorization": _KEY}) as http,
        ):
            seen = in_turns(
                {
                    "ours": lambda: server.call("get_transcript", {"transcript_id": transcript_id}),
                    "httpx": lambda: http.get(f"{url}/v2/transcript/{transcript_id}").json(),
                },
                blocks=8,
                calls=4,
            )
    ours, bare = seen["ours"] / 1000, seen["httpx"] / 1000
    what, note = (
        "one hour, 9,000 words, get_transcript through MCP over stdio",
        f"{ours - bare:.1f} beyond httpx",
    )
    return Figure(what, "ms", ours, {_HTTPX: bare}, Goal(50), note)
