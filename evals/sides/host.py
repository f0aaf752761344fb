"""The tools that any host of a model has itself: a folder and a clock. Both sides get them."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from evals.sides.side import Tool, ToolReply
from evals.world.world import World

_LONGEST_WAIT = 60.0
"""The most seconds that one call waits."""


def _schema(**properties: str) -> Mapping[str, Any]:
    """A schema of required texts, each with its description."""
    return {
        "type": "object",
        "properties": {name: {"type": "string", "description": text} for name, text in properties.items()},
        "required": list(properties),
        "additionalProperties": False,
    }


_WAIT: Mapping[str, Any] = {
    "type": "object",
    "properties": {"seconds": {"type": "number", "description": "Up to 60."}},
    "required": ["seconds"],
    "additionalProperties": False,
}


def host_tools(world: World) -> tuple[Tool, ...]:
    """Tools for this world."""
    own = frozenset(recording.where for recording in world.job.files)
    folder, name = _Folder(world.folder, world.http, own), "Name of the file."
    return (
        Tool("list_files", "List the files in the person's folder.", _schema(), folder.list_files),
        Tool(
            "write_file",
            "Write a text into a file in the person's folder. One that you have written is replaced.",
            _schema(name=name, text="What it holds."),
            folder.write_file,
        ),
        Tool(
            "save_url",
            "Save what is at an address of the service as a file in the person's folder.",
            _schema(url="The address.", name=name),
            folder.save_url,
        ),
        Tool("wait", "Wait for something that takes a while.", _WAIT, _wait),
    )


@dataclass(frozen=True)
class _Folder:
    """The person's folder."""

    path: Path
    http: httpx.AsyncClient
    own: frozenset[str]
    """The names of the person's own files, which are never replaced."""

    async def list_files(self, _arguments: dict[str, Any]) -> ToolReply:
        rows = [f"{path.name} {path.stat().st_size} bytes" for path in sorted(self.path.iterdir())]
        return ToolReply("\n".join(rows) or "The folder is empty.")

    async def write_file(self, arguments: dict[str, Any]) -> ToolReply:
        return self._written(arguments["name"], str(arguments["text"]).encode())

    async def save_url(self, arguments: dict[str, Any]) -> ToolReply:
        try:
            if httpx.URL(arguments["url"]).netloc not in {b"", self.http.base_url.netloc}:
                return ToolReply("Nothing but the service can be reached from here.", is_error=True)
            reply = await self.http.get(arguments["url"])
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return ToolReply(f"It could not be fetched: {error}", is_error=True)
        if not reply.is_success:
            return ToolReply(f"It could not be fetched: HTTP {reply.status_code}", is_error=True)
        return self._written(arguments["name"], reply.content)

    def _written(self, name: str, content: bytes) -> ToolReply:
        if Path(name).name != name:
            return ToolReply("Give a name without a folder.", is_error=True)
        if name in self.own:
            return ToolReply(f"{name} is the person's own file. Give another name.", is_error=True)
        try:
            (self.path / name).write_bytes(content)
        except OSError as error:
            return ToolReply(f"It could not be written: {error.strerror}", is_error=True)
        return ToolReply(f"Written: {name}, {len(content)} bytes.")


async def _wait(arguments: dict[str, Any]) -> ToolReply:
    try:
        seconds = min(max(float(arguments["seconds"]), 0.0), _LONGEST_WAIT)
    except (TypeError, ValueError):
        return ToolReply("seconds must be a number.", is_error=True)
    await asyncio.sleep(seconds)
    return ToolReply(f"{seconds:g} seconds have passed.")
