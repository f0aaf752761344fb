"""What the host of a model has itself, whatever other tools it offers: a folder and a clock. Both sides get these."""

import asyncio
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from evals.sides.side import Tool, ToolReply
from evals.world.world import World

_LONGEST_WAIT = 60.0
"""Seconds that one call waits, at most."""


def _schema(**properties: str) -> Mapping[str, Any]:
    """A schema of texts that are all required, each with its description."""
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
    folder = world.folder

    async def list_files(_arguments: dict[str, Any]) -> ToolReply:
        rows = [f"{path.name} {path.stat().st_size} bytes" for path in sorted(folder.iterdir())]
        return ToolReply("\n".join(rows) or "The folder is empty.")

    async def write_file(arguments: dict[str, Any]) -> ToolReply:
        return _written(folder, arguments["name"], str(arguments["text"]).encode())

    async def save_url(arguments: dict[str, Any]) -> ToolReply:
        try:
            if httpx.URL(arguments["url"]).netloc not in {b"", world.http.base_url.netloc}:
                return ToolReply("Nothing but the service can be reached from here.", is_error=True)
            reply = await world.http.get(arguments["url"])
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            return ToolReply(f"It could not be fetched: {error}", is_error=True)
        if not reply.is_success:
            return ToolReply(f"It could not be fetched: HTTP {reply.status_code}", is_error=True)
        return _written(folder, arguments["name"], reply.content)

    async def wait(arguments: dict[str, Any]) -> ToolReply:
        try:
            seconds = min(max(float(arguments["seconds"]), 0.0), _LONGEST_WAIT)
        except (TypeError, ValueError):
            return ToolReply("seconds must be a number.", is_error=True)
        await asyncio.sleep(seconds)
        return ToolReply(f"{seconds:g} seconds have passed.")

    name = "Name of the new file."
    return (
        Tool("list_files", "List the files in the person's folder.", _schema(), list_files),
        Tool(
            "write_file",
            "Write a text into a new file in the person's folder.",
            _schema(name=name, text="What it holds."),
            write_file,
        ),
        Tool(
            "save_url",
            "Save what is at an address of the service as a new file in the person's folder.",
            _schema(url="The address.", name=name),
            save_url,
        ),
        Tool("wait", "Wait for something that takes a while.", _WAIT, wait),
    )


def _written(folder: Path, name: str, content: bytes) -> ToolReply:
    if Path(name).name != name:
        return ToolReply("Give a name without a folder.", is_error=True)
    try:
        with (folder / name).open("xb") as file:
            file.write(content)
    except OSError as error:
        return ToolReply(f"It could not be written: {error.strerror}", is_error=True)
    return ToolReply(f"Written: {name}, {len(content)} bytes.")
