"""The command line: runs the demo, lists the tools, starts the MCP server."""
