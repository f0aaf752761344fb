"""AssemblyAI's API as an MCP server."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from assemblyai_mcp.server import ToolServer, create_server

__all__ = ["ToolServer", "create_server"]


def __getattr__(name: str) -> Any:
    # At first use: the command must be able to say that mcp is not installed.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from assemblyai_mcp import server  # noqa: PLC0415 - see above

    return getattr(server, name)
