"""MCP tasks over HTTP without an SDK, offline: python examples/mcp_tasks.py [recording]."""

import json
import os
import re
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx

SAMPLE = Path(__file__).parents[1] / "plugin/assemblyai_tools/cli/meeting.ogg"
REVISION, TASKS = "2026-07-28", "io.modelcontextprotocol/tasks"
# Each request says that its client takes tasks and can ask the person.
CAPABILITIES: dict[str, Any] = {"extensions": {TASKS: {}}, "elicitation": {"form": {}}}
PROTOCOL = "io.modelcontextprotocol/"
META = {f"{PROTOCOL}protocolVersion": REVISION, f"{PROTOCOL}clientCapabilities": CAPABILITIES}


def ask(url: str, method: str, name: str, params: dict[str, Any]) -> dict[str, Any]:
    """Send a request. Mcp-Name is the name of the tool, or, in a request about a task, the id of the task."""
    headers = {"Accept": "application/json, text/event-stream", "MCP-Protocol-Version": REVISION}
    body = {"jsonrpc": "2.0", "id": 1, "method": method, "params": {**params, "_meta": META}}
    names = {"Mcp-Method": method, "Mcp-Name": name}
    reply = httpx.post(url, headers=headers | names, json=body, timeout=900)  # an upload is part of its call
    events = re.findall(r"^data: (\{.*)$", reply.text, re.MULTILINE)  # an answer may also be a stream
    answer: dict[str, Any] = json.loads(events[-1] if events else reply.text)
    result: dict[str, Any] = answer.get("result") or sys.exit(answer["error"]["message"])
    return result


def call(url: str, tool: str, **arguments: Any) -> Any:
    """Call a tool. If the answer is a task, poll it, and bring the person's answers; gives the structured result."""
    seen = ask(url, "tools/call", tool, {"name": tool, "arguments": arguments})
    while seen.get("status") in ("working", "input_required"):
        print(f"{tool}, a task: {seen['statusMessage']}")
        for name, question in seen.get("inputRequests", {}).items():
            print(f"{question['params']['message']} Yes.")  # this person always agrees
            yes = {name: {"action": "accept", "content": {"confirm": True}}}
            ask(url, "tasks/update", seen["taskId"], {"taskId": seen["taskId"], "inputResponses": yes})
        time.sleep(seen["pollIntervalMs"] / 1000)
        seen = ask(url, "tasks/get", seen["taskId"], {"taskId": seen["taskId"]})
    result = seen.get("result", seen)  # a task that failed or was cancelled has none
    print(result["content"][0]["text"] if "content" in result else seen["statusMessage"])
    return result.get("structuredContent") or sys.exit(1)


if __name__ == "__main__":
    recording = Path(sys.argv[1] if len(sys.argv) > 1 else SAMPLE).resolve()
    command = [sys.executable, "-m", "assemblyai_mcp", "--transport", "http", "--port", "0", "--offline"]
    env = {"PATH": os.defpath, "ASSEMBLYAI_ALLOWED_DIRS": str(recording.parent)}
    with subprocess.Popen(command, env=env, stderr=subprocess.PIPE, text=True) as server:  # noqa: S603
        try:
            address = next(line for line in server.stderr or () if " listening on " in line).split()[-1]
            transcript = call(address, "transcribe", audio=str(recording))
            call(address, "delete_transcript", transcript_id=transcript["id"])
        finally:
            server.terminate()
