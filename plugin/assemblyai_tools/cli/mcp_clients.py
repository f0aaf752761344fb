"""The MCP clients whose configuration is known: where each has its file, and what a server looks like in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from platformdirs import user_config_path

_OURS = ("assemblyai-mcp", "assemblyai_mcp", "assemblyai-tools", "assemblyai_tools")
"""What stands in the command, or an argument, of a server of this package."""


@dataclass(frozen=True, slots=True)
class McpClient:
    """One client, with the file of its user's servers (not of a project's)."""

    name: str
    title: str
    file: Callable[[], Path]
    servers: str
    """The key of the object that has the servers by name."""
    has_type: bool
    """Whether a server says that it is on stdio."""

    def entry(self, server: Mapping[str, Any]) -> dict[str, Any]:
        """A server in the form of this client."""
        return {"type": "stdio", **server} if self.has_type else dict(server)

    def servers_in(self, configuration: Mapping[str, Any]) -> dict[str, Any] | None:
        """The servers in a configuration, by name; None if there is something else in their place."""
        servers = configuration.get(self.servers)
        if servers is None:
            return {}
        return cast("dict[str, Any]", servers) if isinstance(servers, dict) else None


def is_ours(server: Any) -> bool:
    """Whether a client's server is one of this package."""
    return any(name in word for word in command_of(server) for name in _OURS)


def command_of(server: Any) -> list[str]:
    """The words with which a client starts a server; none for a server that it only connects to."""
    if not isinstance(server, dict):
        return []
    entry = cast("dict[str, Any]", server)
    arguments = entry.get("args")
    words = [entry.get("command"), *(cast("Sequence[Any]", arguments) if isinstance(arguments, list) else ())]
    return [word for word in words if isinstance(word, str)]


def _in_home(*parts: str) -> Callable[[], Path]:
    return lambda: Path.home().joinpath(*parts)


def _in_application(application: str, *parts: str) -> Callable[[], Path]:
    """A file of a desktop application: below ~/.config, ~/Library/Application Support, or %APPDATA%."""
    return lambda: user_config_path(application, appauthor=False, roaming=True).joinpath(*parts)


_ALL = (
    # https://code.claude.com/docs/en/mcp
    McpClient("claude-code", "Claude Code", _in_home(".claude.json"), "mcpServers", has_type=True),
    # https://modelcontextprotocol.io/docs/develop/connect-local-servers
    McpClient(
        "claude-desktop",
        "Claude Desktop",
        _in_application("Claude", "claude_desktop_config.json"),
        "mcpServers",
        has_type=False,
    ),
    # https://cursor.com/docs/mcp
    McpClient("cursor", "Cursor", _in_home(".cursor", "mcp.json"), "mcpServers", has_type=False),
    # https://code.visualstudio.com/docs/agents/reference/mcp-configuration
    McpClient("vscode", "VS Code", _in_application("Code", "User", "mcp.json"), "servers", has_type=True),
)

MCP_CLIENTS: Mapping[str, McpClient] = {client.name: client for client in _ALL}
"""Every client by its name."""
