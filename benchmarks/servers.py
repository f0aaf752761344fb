"""The MCP servers that are compared, and plain JSON-RPC to talk to them: no SDK on this side would be measured too."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Self

import httpx

from benchmarks import child

OURS = (sys.executable, "-m", "assemblyai_mcp")
OURS_OVER_HTTP = (*OURS, "--transport", "http")
_SIDE = (sys.executable, "-m", "benchmarks.sides.server")
BARE, BARE_FASTMCP = (*_SIDE, "mcp"), (*_SIDE, "fastmcp")

NOWHERE = "http://127.0.0.1:9"
"""The API's address for a server that needs none."""

_HELLO: Mapping[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}
_LONGEST_START = 60.0
"""Seconds until a server over HTTP must accept connections, and seconds for a reply."""

_STEP = 0.01
"""Seconds between two tries to connect."""


def generated(openapi: Path) -> tuple[str, ...]:
    """Tools that FastMCP generates from an OpenAPI file."""
    return (*_SIDE, "openapi", str(openapi))


def environment(url: str, folder: Path) -> dict[str, str]:
    """Our server's settings: the API's address, and all tools."""
    return {
        **child.environment(),
        "ASSEMBLYAI_API_KEY": "k",
        "ASSEMBLYAI_BASE_URL": url,
        "ASSEMBLYAI_LLM": "lemur",
        "ASSEMBLYAI_ALLOWED_DIRS": str(folder),
        "ASSEMBLYAI_LEDGER": str(folder / "ledger.sqlite3"),
    }


class StdioServer:
    """An MCP server over stdio. `cpu` is its processor time in seconds, once the context has ended."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._command, self._env = command, env
        self._count = 0
        self.cpu = 0.0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            self._command,
            env=self._env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )
        self.request("initialize", _HELLO)
        self._send({"method": "notifications/initialized"})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        _, self._process.returncode, used = os.wait4(self._process.pid, 0)
        self.cpu = used.ru_utime + used.ru_stime
        if self._process.stdout:
            self._process.stdout.close()

    def request(self, method: str, params: Mapping[str, Any] | None = None) -> str:
        """The reply's line, unparsed."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params or {}})
        while True:
            line = self._process.stdout.readline() if self._process.stdout else ""
            if not line:
                raise RuntimeError(f"{self._command} ended before it replied")
            if json.loads(line).get("id") == self._count:
                return line

    def call(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Call a tool. Raises RuntimeError if it failed."""
        return _succeeded(self.request("tools/call", {"name": name, "arguments": arguments}))

    def _send(self, message: Mapping[str, Any]) -> None:
        if self._process.stdin:
            self._process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            self._process.stdin.flush()


class HttpServer:
    """An MCP server over HTTP, started as `command --port N` on a free port."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._command, self._env = command, env
        self._count = 0

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        command = [*self._command, "--port", str(port)]
        self._process = subprocess.Popen(
            command, env=self._env, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}",
            headers={"Accept": "application/json, text/event-stream"},
            timeout=_LONGEST_START,
        )
        self._wait(port)
        hello = self._post({"id": 0, "method": "initialize", "params": _HELLO})
        self._http.headers["MCP-Protocol-Version"] = _HELLO["protocolVersion"]
        if session := hello.headers.get("mcp-session-id"):
            self._http.headers["Mcp-Session-Id"] = session
        self._post({"method": "notifications/initialized"})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._http.close()
        self._process.terminate()
        self._process.wait()

    def call(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Call a tool. Raises RuntimeError if it failed."""
        self._count += 1
        params = {"name": name, "arguments": arguments}
        text = self._post({"id": self._count, "method": "tools/call", "params": params}).text
        # Plain JSON, or the one event of a stream.
        return _succeeded(text if text.startswith("{") else text[text.index("data: {") + 6 :].splitlines()[0])

    def _post(self, message: Mapping[str, Any]) -> httpx.Response:
        return self._http.post("/mcp", json={"jsonrpc": "2.0", **message}).raise_for_status()

    def _wait(self, port: int) -> None:
        """Wait until it accepts connections."""
        for _ in range(round(_LONGEST_START / _STEP)):
            if self._process.poll() is not None:
                break
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                return
            time.sleep(_STEP)
        raise RuntimeError(f"{self._command} does not accept connections")


def _succeeded(line: str) -> str:
    reply = json.loads(line)
    if "error" in reply or reply["result"].get("isError"):
        raise RuntimeError(line[:500])
    return line
