"""An MCP server over stdio, spoken to in plain JSON-RPC: no SDK on this side that would be measured along."""

import json
import os
import subprocess
from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Self

HELLO: Mapping[str, Any] = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "benchmark", "version": "1"},
}


class StdioServer:
    """Starts the command, shakes hands, and ends it when the context does. `cpu` is known after that."""

    def __init__(self, command: Sequence[str], env: Mapping[str, str]) -> None:
        self._command, self._env = command, {**os.environ, **env}  # noqa: TID251 - the child's, passed on
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
        self.request("initialize", HELLO)
        self._send({"method": "notifications/initialized"})
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._process.stdin:
            self._process.stdin.close()
        _, status, used = os.wait4(self._process.pid, 0)
        self._process.returncode = status
        self.cpu = used.ru_utime + used.ru_stime
        if self._process.stdout:
            self._process.stdout.close()

    def request(self, method: str, params: Mapping[str, Any] | None = None) -> str:
        """The line of the reply, as it came."""
        self._count += 1
        self._send({"id": self._count, "method": method, "params": params or {}})
        while True:
            line = self._process.stdout.readline() if self._process.stdout else ""
            if not line:
                raise RuntimeError(f"{self._command} ended in the middle of a conversation")
            if json.loads(line).get("id") == self._count:
                return line

    def call(self, name: str, arguments: Mapping[str, Any]) -> str:
        """Call a tool; raises RuntimeError if it failed."""
        line = self.request("tools/call", {"name": name, "arguments": arguments})
        reply = json.loads(line)
        if "error" in reply or reply["result"].get("isError"):
            raise RuntimeError(line[:500])
        return line

    def _send(self, message: Mapping[str, Any]) -> None:
        if self._process.stdin:
            self._process.stdin.write(json.dumps({"jsonrpc": "2.0", **message}) + "\n")
            self._process.stdin.flush()
