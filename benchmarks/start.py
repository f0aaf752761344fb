"""From nothing to the first list of tools, and what an import costs."""

import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import child, servers
from benchmarks.committed import GENERATED
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians
from benchmarks.stdio import StdioServer

_ROUNDS = 3
_NOWHERE = "http://127.0.0.1:9"
_IMPORTS = {
    "python": "pass",
    "client": "from assemblyai_tools import Client, transcribe",
    "libraries": "import httpx, pydantic",
    "sdk": "import assemblyai",
    "base": "from langchain_core.tools import BaseTool",
    "toolkit": "from assemblyai_tools.langchain import AssemblyAIToolkit",
    "tool": "from assemblyai_tools.langchain import TranscribeTool; TranscribeTool.operation",
}
_BARE, _SDK, _BASE = "bare server (mcp)", "official SDK", "langchain_core's BaseTool alone"
_MOST_AFTER_BASE = 30


def measure(openapi: Path | None) -> list[Figure]:
    """Interleaved, each in a new process; servers after a first round that is not counted."""
    commands: dict[str, Sequence[str]] = {
        "ours": servers.OURS,
        _BARE: servers.BARE,
        "bare server (fastmcp)": servers.BARE_FASTMCP,
    }
    if openapi:
        commands[GENERATED] = servers.generated(openapi)
    listed = medians(
        _ROUNDS, {name: partial(_list, command) for name, command in commands.items()}, warm=True
    )
    walls = {name: values["wall"] * 1000 for name, values in listed.items()}
    cpus = {name: values["cpu"] * 1000 for name, values in listed.items()}
    return [
        _figure("stdio server: start to the first tools/list", walls, Goal("most", 1.25, _BARE)),
        _figure("stdio server: processor time of that", cpus),
        *_of_imports(medians(_ROUNDS, {"all": _imports})["all"]),
    ]


def _list(command: Sequence[str]) -> Measured:
    start = time.perf_counter()
    with StdioServer(command, servers.environment(_NOWHERE, Path.cwd())) as server:
        server.request("tools/list")
        wall = time.perf_counter() - start
    return {"wall": wall, "cpu": server.cpu}


def _imports() -> Measured:
    """One after the other, so that what is subtracted was measured in the same round: milliseconds beyond Python's."""
    walls = {
        name: child.timed([sys.executable, "-c", code])["wall"] * 1000 for name, code in _IMPORTS.items()
    }
    seen = {name: wall - walls["python"] for name, wall in walls.items()}
    after = child.run("import_after", first=_IMPORTS["base"], then=_IMPORTS["tool"])
    return {**seen, "after base": after["wall"] * 1000}


def _of_imports(seen: Measured) -> list[Figure]:
    client = {
        "ours": seen["client"],
        "httpx and pydantic alone": seen["libraries"],
        _SDK: seen["sdk"],
    }
    return [
        _figure("import of the client and an operation", client, Goal("most", 1.0, _SDK)),
        _figure("import of the LangChain toolkit", {"ours": seen["toolkit"], _BASE: seen["base"]}),
        _figure("import of TranscribeTool and its operation", {"ours": seen["tool"], _BASE: seen["base"]}),
        Figure(
            "import of TranscribeTool and its operation, after BaseTool's own",
            "ms",
            seen["after base"],
            goal=Goal("most", _MOST_AFTER_BASE),
        ),
    ]


def _figure(what: str, values: Mapping[str, float], goal: Goal | None = None) -> Figure:
    peers: dict[str, float | None] = {name: value for name, value in values.items() if name != "ours"}
    return Figure(what, "ms", values["ours"], peers, goal)
