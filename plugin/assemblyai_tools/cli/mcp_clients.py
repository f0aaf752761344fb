"""The MCP clients whose configuration is known: where each has its file, and what a server looks like in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath
from typing import Any, cast

import click
from platformdirs import user_config_path

_PROGRAMS = frozenset({"assemblyai-mcp", "assemblyai-tools"})
"""The programs of this package that are a server."""

_PACKAGES = frozenset({"assemblyai_mcp", "assemblyai_tools"})
"""The packages whose modules are a server, as `python -m` starts them."""


@dataclass(frozen=True, slots=True)
class McpClient:
    """One client, with the file of its user's servers (not of a project's)."""

    name: str
    title: str
    file: Callable[[], Path]
    """The usual place of the file."""
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
    words = command_of(server)
    if not words:
        return False
    # This class reads the paths of every system: the file may come from another one.
    program = PureWindowsPath(words[0]).name.removesuffix(".exe")
    return program in _PROGRAMS or (module_of(words) or "").partition(".")[0] in _PACKAGES


def module_of(words: Sequence[str]) -> str | None:
    """The module that these words of a command start, as `python -m` does; None if they start a program."""
    _, *arguments = words
    return arguments[arguments.index("-m") + 1] if "-m" in arguments[:-1] else None


def command_of(server: Any) -> list[str]:
    """The words with which a client starts a server; none for a server that it only connects to."""
    if not isinstance(server, dict):
        return []
    entry = cast("dict[str, Any]", server)
    program, arguments = entry.get("command"), entry.get("args")
    if not isinstance(program, str):
        return []
    words = cast("Sequence[Any]", arguments) if isinstance(arguments, list) else ()
    return [program, *(word for word in words if isinstance(word, str))]


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

claude_folder_option = click.option(
    "--claude-folder",
    envvar="CLAUDE_CONFIG_DIR",
    hidden=True,
    help="The folder of Claude Code's files.",
    type=click.Path(file_okay=False, path_type=Path),
)
"""The folder in which Claude Code has its files instead of the home: it reads the same variable."""


def file_of(client: McpClient, claude_folder: Path | None) -> Path:
    """The client's file, in the folder that Claude Code was given if it is Claude Code's."""
    if client.name == "claude-code" and claude_folder:
        return claude_folder / ".claude.json"
    return client.file()


MCP_CLIENTS: Mapping[str, McpClient] = {client.name: client for client in _ALL}
"""Every client by its name."""
