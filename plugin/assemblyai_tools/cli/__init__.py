"""The command line: the demo, a look at the tools, and a way to start the MCP server."""
