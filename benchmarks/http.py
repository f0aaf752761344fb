"""An MCP server over HTTP, spoken to in plain JSON-RPC like the one over stdio."""

import json
import os
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import httpx

from benchmarks.stdio import HELLO

_PATH = "/mcp"
_LONGEST_START = 60.0
_STEP = 0.01
_HEADERS = {"Accept": "application/json, text/event-stream"}


class HttpServer:
    """Starts `command --port N` on a free port, shakes hands, and ends it when the context does."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._command, self._env = command, {**os.environ, **env}  # noqa: TID251 - the child's, passed on
        self._count = 0

    def __enter__(self) -> Self:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        self._process = subprocess.Popen(
            [*self._command, "--port", str(port)],
            env=self._env,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._http = httpx.Client(
            base_url=f"http://127.0.0.1:{port}", headers=_HEADERS, timeout=_LONGEST_START
        )
        self._wait(port)
        hello = self._post({"id": 0, "method": "initialize", "params": HELLO})
        self._http.headers["MCP-Protocol-Version"] = HELLO["protocolVersion"]
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
        """Call a tool; raises RuntimeError if it failed."""
        self._count += 1
        params = {"name": name, "arguments": arguments}
        text = self._post({"id": self._count, "method": "tools/call", "params": params}).text
        # Plain JSON, or the one event of a stream.
        data = text if text.startswith("{") else text[text.index("data: {") + 6 :].splitlines()[0]
        reply = json.loads(data)
        if "error" in reply or reply["result"].get("isError"):
            raise RuntimeError(data[:500])
        return data

    def _post(self, message: Mapping[str, Any]) -> httpx.Response:
        return self._http.post(_PATH, json={"jsonrpc": "2.0", **message}).raise_for_status()

    def _wait(self, port: int) -> None:
        """Until it accepts connections."""
        for _ in range(round(_LONGEST_START / _STEP)):
            if self._process.poll() is not None:
                break
            with suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                return
            time.sleep(_STEP)
        raise RuntimeError(f"{self._command} does not accept connections")
