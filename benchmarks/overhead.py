"""What a call costs beyond the request it makes: in the client, through LangChain, through MCP."""

import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median

import httpx

from benchmarks import child, servers
from benchmarks.figure import Figure
from benchmarks.http import HttpServer
from benchmarks.stdio import StdioServer

_BLOCKS, _CALLS = 7, 60
_KEY = "k"


def measure() -> list[Figure]:
    """`get_transcript` of a finished job of the stub, a real request each time; side by side and block by block."""
    with child.stub() as url, tempfile.TemporaryDirectory() as folder:
        transcript_id = _finished(url)
        seen = child.run("calls", url=url, key=_KEY, transcript_id=transcript_id)
        stdio = _over(StdioServer, servers.OURS, url, Path(folder), transcript_id)
        http = _over(HttpServer, servers.OURS_OVER_HTTP, url, Path(folder), transcript_id)
    return [
        _figure("client", seen["client"], {"httpx alone": seen["httpx"]}),
        _figure("async client", seen["client async"], {"httpx alone": seen["httpx async"]}),
        _beside("LangChain invoke", seen["langchain"], seen["langchain empty"], seen["client"]),
        _beside(
            "LangChain ainvoke", seen["langchain async"], seen["langchain async empty"], seen["client async"]
        ),
        _beside("MCP over stdio", stdio["ours"], stdio["empty"], seen["client async"]),
        _beside("MCP over HTTP", http["ours"], http["empty"], seen["client async"]),
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
    with transport(command, env) as ours, transport(servers.BARE, env) as bare:
        ways: dict[str, Callable[[], object]] = {
            "ours": lambda: ours.call("get_transcript", {"transcript_id": transcript_id}),
            "empty": lambda: bare.call("empty", {"text": transcript_id}),
        }
        return _in_turns(ways)


def _in_turns(ways: dict[str, Callable[[], object]]) -> dict[str, float]:
    """The median microseconds of each way."""
    seen: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(_BLOCKS):
        for name, way in ways.items():
            for _ in range(_CALLS):
                start = time.perf_counter()
                way()
                seen[name].append((time.perf_counter() - start) * 1e6)
    return {name: median(values) for name, values in seen.items()}


def _figure(what: str, ours: float, peers: dict[str, float | None]) -> Figure:
    return Figure(f"a call through {what}", "µs", ours, peers)


def _beside(what: str, ours: float, empty: float, client: float) -> Figure:
    """Peers: an empty tool of the same framework, and that plus our bare client, which is what it has to cost."""
    return _figure(what, ours, {"empty tool": empty, "empty tool + our bare client": empty + client})
