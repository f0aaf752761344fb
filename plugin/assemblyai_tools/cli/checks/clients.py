"""The MCP clients on this machine, and whether they know the server."""

from collections.abc import Iterator
from pathlib import Path

from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.cli.json_file import JsonFile
from assemblyai_tools.cli.mcp_clients import MCP_CLIENTS, McpClient, command_of, is_ours
from assemblyai_tools.errors import FileAccessError


def check_clients() -> Iterator[Check]:
    """One check for each client that has a configuration file."""
    found = [client for client in MCP_CLIENTS.values() if client.file().exists()]
    if not found:
        titles = ", ".join(client.title for client in MCP_CLIENTS.values())
        yield Check("MCP clients", "ok", f"none found (of {titles})")
    yield from map(_client, found)


def _client(client: McpClient) -> Check:
    name, install = f"MCP client {client.title}", f"To add it: assemblyai-tools install {client.name}"
    try:
        file = JsonFile.read(client.file())
    except FileAccessError as error:
        return Check(name, "warn", error.message, "Check its permissions.")
    servers = None if file.values is None else client.servers_in(file.values)
    if servers is None:
        return Check(name, "ok", f"{file.path} is not plain JSON; look whether the server is in it.", install)
    ours = {key: command_of(server)[0] for key, server in servers.items() if is_ours(server)}
    if not ours:
        return Check(name, "ok", f"the server is not in {file.path}.", install)
    for key, program in ours.items():
        if Path(program).is_absolute() and not Path(program).exists():
            return Check(
                name,
                "warn",
                f"the program of {key} in {file.path} does not exist any more.",
                f"Bring it up to date: assemblyai-tools install {client.name} --name {key}",
            )
    return Check(name, "ok", f"{', '.join(ours)} in {file.path}")
