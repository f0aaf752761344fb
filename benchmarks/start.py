"""How long a server takes until it lists its tools, and what an import costs."""

import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from benchmarks import child, servers
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import Measured, medians
from benchmarks.servers import StdioServer

_ROUNDS = 3
_CLIENT = "from assemblyai_tools import Client, transcribe"
_LIBRARIES = "import httpx, pydantic"
_OFFICIAL = "import assemblyai"
_BASE_TOOL = "from langchain_core.tools import BaseTool"
_TOOLKIT = "from assemblyai_tools.langchain import AssemblyAIToolkit"
_TOOL = "from assemblyai_tools.langchain import TranscribeTool; TranscribeTool.operation"
_BARE, _FASTMCP, _GENERATED = "bare server (mcp)", "bare server (fastmcp)", "generated from OpenAPI"
_SDK, _BASE = "official SDK", "langchain_core's BaseTool alone"


def measure(openapi: Path | None) -> list[Figure]:
    """In turns, each in a new process, after a round that is not counted. The slow peers run once."""
    commands: dict[str, Sequence[str]] = {
        "ours": servers.OURS,
        _BARE: servers.BARE,
        _FASTMCP: servers.BARE_FASTMCP,
    }
    if openapi:
        commands[_GENERATED] = servers.generated(openapi)
    sides = {name: partial(_listed, command) for name, command in commands.items()}
    listed = medians(_ROUNDS, sides, warm=True, fewer={_FASTMCP: 1, _GENERATED: 1})
    wall, cpu = ({name: seen[key] * 1000 for name, seen in listed.items()} for key in ("wall", "cpu"))
    return [
        _figure("stdio server: start to the first tools/list", wall, Goal(1.25, _BARE)),
        _figure("stdio server: processor time of that", cpu),
        *_imports(),
    ]


def _listed(command: Sequence[str]) -> Measured:
    began = time.perf_counter()
    with StdioServer(command, servers.environment(servers.NOWHERE, Path.cwd())) as server:
        server.request("tools/list")
        wall = time.perf_counter() - began
    return {"wall": wall, "cpu": server.cpu}


def _imports() -> list[Figure]:
    codes = (_CLIENT, _LIBRARIES, _OFFICIAL, _BASE_TOOL, _TOOLKIT, _TOOL)
    sides = {code: partial(_imported, code) for code in codes}
    found = medians(_ROUNDS, {**sides, "after": partial(_imported, _TOOL, after=_BASE_TOOL)})
    took = {code: seen["wall"] * 1000 for code, seen in found.items()}
    client = {"ours": took[_CLIENT], "httpx and pydantic alone": took[_LIBRARIES], _SDK: took[_OFFICIAL]}
    tool = "import of TranscribeTool and its operation"
    return [
        _figure("import of the client and an operation", client, Goal(1.0, _SDK)),
        _figure("import of the LangChain toolkit", {"ours": took[_TOOLKIT], _BASE: took[_BASE_TOOL]}),
        _figure(tool, {"ours": took[_TOOL], _BASE: took[_BASE_TOOL]}),
        _figure(f"{tool}, after BaseTool's own", {"ours": took["after"]}, Goal(30)),
    ]


def _imported(code: str, after: str = "pass") -> Measured:
    """The seconds that `code` takes in a new Python that has executed `after`."""
    timed = f"import time; {after}\nbegan = time.perf_counter(); {code}\nprint(time.perf_counter() - began)"
    command = [sys.executable, "-c", timed]
    done = subprocess.run(command, env=child.environment(), check=True, capture_output=True, text=True)
    return {"wall": float(done.stdout)}


def _figure(what: str, values: Mapping[str, float], goal: Goal | None = None) -> Figure:
    peers = {name: value for name, value in values.items() if name != "ours"}
    return Figure(what, "ms", values["ours"], peers, goal)
