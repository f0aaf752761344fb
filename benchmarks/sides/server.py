"""MCP servers to compare ours with: `python -m benchmarks.sides.server mcp|fastmcp|openapi ...`."""

import sys
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any


def empty(text: str) -> str:
    """Give back the text."""
    return text


def mcp(*arguments: str) -> None:
    """One empty tool on the official MCP SDK, which ours is built on; over HTTP with `--port N`."""
    from mcp.server import MCPServer

    server: MCPServer[None] = MCPServer("bare", log_level="WARNING")
    server.tool()(empty)
    if arguments[:1] == ("--port",):
        server.run("streamable-http", port=int(arguments[1]))
    else:
        server.run("stdio")


# The peers below are imported by name: types are checked without them too.


def fastmcp() -> None:
    """One empty tool on FastMCP."""
    server: Any = import_module("fastmcp").FastMCP("bare")
    server.tool(empty)
    server.run("stdio", show_banner=False)


def openapi(file: str) -> None:
    """The tools that FastMCP generates from an OpenAPI file."""
    description: Any = import_module("yaml").safe_load(Path(file).read_text(encoding="utf-8"))
    client: Any = import_module("httpx2").AsyncClient(base_url="https://api.assemblyai.com")
    server: Any = import_module("fastmcp").FastMCP.from_openapi(description, client, name="generated")
    server.run("stdio", show_banner=False)


if __name__ == "__main__":
    serve: dict[str, Callable[..., None]] = {"mcp": mcp, "fastmcp": fastmcp, "openapi": openapi}
    serve[sys.argv[1]](*sys.argv[2:])
