"""The MCP clients on this machine, and whether they know the server."""

import shutil
import sys
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path

from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.cli.json_file import JsonFile
from assemblyai_tools.cli.mcp_clients import MCP_CLIENTS, McpClient, command_of, file_of, is_ours, module_of
from assemblyai_tools.errors import FileAccessError


def check_clients(claude_folder: Path | None) -> Iterator[Check]:
    """One check for each client that has a configuration file; Claude Code may have it in a folder of its own."""
    files = [(client, file_of(client, claude_folder)) for client in MCP_CLIENTS.values()]
    found = [(client, file) for client, file in files if _may_be_there(file)]
    if not found:
        titles = ", ".join(client.title for client in MCP_CLIENTS.values())
        yield Check("MCP clients", "ok", f"none found (of {titles})")
    for client, file in found:
        yield _client(client, file)


def _may_be_there(file: Path) -> bool:
    """Whether there is a file, as far as one can see; why it cannot be seen is told when it is read."""
    try:
        file.stat()
    except (FileNotFoundError, NotADirectoryError):
        return False
    except OSError:
        return True
    return True


def _client(client: McpClient, path: Path) -> Check:
    name, install = f"MCP client {client.title}", f"To add it: assemblyai-tools install {client.name}"
    try:
        file = JsonFile.read(path)
    except FileAccessError as error:
        return Check(name, "warn", error.message, "Check its permissions.")
    servers = None if file.values is None else client.servers_in(file.values)
    if servers is None:
        return Check(name, "ok", f"{file.path} is not plain JSON; look whether the server is in it.", install)
    ours = {key: command_of(server) for key, server in servers.items() if is_ours(server)}
    if not ours:
        return Check(name, "ok", f"the server is not in {file.path}.", install)
    for key, words in ours.items():
        problem = _problem(words)
        if problem:
            return Check(
                name,
                "warn",
                f"{key} in {file.path} cannot start: {problem}.",
                f"Bring it up to date: assemblyai-tools install {client.name} --name {key}",
            )
    return Check(name, "ok", f"{', '.join(ours)} in {file.path}")


def _problem(words: Sequence[str]) -> str | None:
    """Why a server cannot start, as far as that can be seen."""
    program = shutil.which(words[0])
    if program is None:
        is_path = Path(words[0]).is_absolute()
        return f"{words[0]} {'does not exist any more, or is no program' if is_path else 'is not on PATH'}"
    module = module_of(words)
    if module and _is_this_interpreter(program) and not _has_module(module):
        return f"this Python has no module {module}"
    return None


def _is_this_interpreter(program: str) -> bool:
    """Another one has other packages. One environment has several names for its own, which are beside each other."""
    return Path(program).absolute().parent == Path(sys.executable).absolute().parent


def _has_module(name: str) -> bool:
    try:
        return find_spec(name) is not None
    except (ImportError, ValueError):
        return False
