"""AssemblyAI's API as an MCP server."""

from assemblyai_mcp.server import ToolServer, create_server

__all__ = ["ToolServer", "create_server"]
