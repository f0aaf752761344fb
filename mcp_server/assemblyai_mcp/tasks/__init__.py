"""Long calls as tasks, for clients that declare the MCP Tasks extension (`io.modelcontextprotocol/tasks`).

https://modelcontextprotocol.github.io/ext-tasks/specification/2026-07-28/tasks.html

The server keeps no tasks. A task's id is a sealed text that holds all there is to know, so that any worker, also after
a restart, can look at the service and answer.
"""
