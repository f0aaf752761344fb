"""A bare FastMCP server with one empty tool."""

from importlib import import_module
from typing import Any

# By name: the types are checked also where this peer is not installed.
fastmcp: Any = import_module("fastmcp")


def empty(text: str) -> str:
    """Give back the text."""
    return text


def main() -> None:
    server = fastmcp.FastMCP("bare")
    server.tool(empty)
    server.run("stdio", show_banner=False)


if __name__ == "__main__":
    main()
