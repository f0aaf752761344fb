"""A bare server of the official MCP SDK with one empty tool: what ours is built on."""

import sys

from mcp.server import MCPServer


def main() -> None:
    server: MCPServer[None] = MCPServer("bare", log_level="WARNING")

    @server.tool()
    def empty(text: str) -> str:
        """Give back the text."""
        return text

    if sys.argv[1:2] == ["--port"]:
        server.run("streamable-http", port=int(sys.argv[2]))
    else:
        server.run("stdio")


if __name__ == "__main__":
    main()
