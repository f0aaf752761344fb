"""From nothing to the first list of tools, and what an import costs."""

import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

from benchmarks import child, servers
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians
from benchmarks.stdio import StdioServer

_ROUNDS = 4
_NOWHERE = "http://127.0.0.1:9"
_IMPORTS = {
    "ours": "from assemblyai_tools import Client, transcribe",
    "httpx and pydantic alone": "import httpx, pydantic",
    "official SDK": "import assemblyai",
}
_BARE = "bare server (mcp)"


def measure(openapi: Path | None) -> list[Figure]:
    """Interleaved, each in a new process, after a first round that is not counted."""
    commands: dict[str, Sequence[str]] = {
        "ours": servers.OURS,
        _BARE: servers.BARE,
        "bare server (fastmcp)": servers.BARE_FASTMCP,
    }
    if openapi:
        commands["generated from OpenAPI"] = servers.generated(openapi)
    listed = medians(
        _ROUNDS, {name: partial(_list, command) for name, command in commands.items()}, warm=True
    )
    imported = medians(_ROUNDS, {name: _import(code) for name, code in _IMPORTS.items()}, warm=True)
    bare = medians(_ROUNDS, {"python": _import("pass")}, warm=True)["python"]["wall"]
    walls = {name: values["wall"] * 1000 for name, values in listed.items()}
    cpus = {name: values["cpu"] * 1000 for name, values in listed.items()}
    imports = {name: (values["wall"] - bare) * 1000 for name, values in imported.items()}
    return [
        _figure("stdio server: start to the first tools/list", walls, Goal("most", 1.25, _BARE)),
        _figure("stdio server: processor time of that", cpus),
        _figure("import of the client and an operation", imports, Goal("most", 1.0, "official SDK")),
    ]


def _list(command: Sequence[str]) -> Measured:
    start = time.perf_counter()
    with StdioServer(command, servers.environment(_NOWHERE, Path.cwd())) as server:
        server.request("tools/list")
        wall = time.perf_counter() - start
    return {"wall": wall, "cpu": server.cpu}


def _import(code: str) -> Callable[[], Measured]:
    return lambda: child.run("command", command=[sys.executable, "-c", code])


def _figure(what: str, values: dict[str, float], goal: Goal | None = None) -> Figure:
    peers: dict[str, float | None] = {name: value for name, value in values.items() if name != "ours"}
    return Figure(what, "ms", values["ours"], peers, goal)
