"""Where the tools come from: our MCP server, or one tool for each endpoint of the API."""
