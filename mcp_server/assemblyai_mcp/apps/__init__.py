"""The transcript's page in the chat, as an MCP App: for hosts that show Apps, and unseen by all others.

https://github.com/modelcontextprotocol/ext-apps/blob/main/specification/2026-01-26/apps.mdx
"""
