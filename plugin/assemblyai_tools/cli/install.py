"""`assemblyai-tools install`: tells an MCP client how to start the server."""

import json
import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import click

from assemblyai_tools.cli.account import KEY_VARIABLE, KEYRING, settings_for, with_stored_key
from assemblyai_tools.cli.json_file import JsonFile
from assemblyai_tools.cli.mcp_clients import MCP_CLIENTS, McpClient, claude_folder_option, file_of, is_ours
from assemblyai_tools.cli.server_entry import server_entry
from assemblyai_tools.errors import ConfigurationError, MissingExtraError
from assemblyai_tools.lazy import is_installed

if TYPE_CHECKING:
    from assemblyai_tools.config import Settings


def _check_name(_: click.Context, __: click.Parameter, name: str) -> str:
    if not re.fullmatch(r"[A-Za-z0-9_-]{1,64}", name):
        raise click.BadParameter("give 1 to 64 letters, digits, '-' and '_'.")
    return name


@click.command("install")
@click.argument("client", type=click.Choice(list(MCP_CLIENTS)))
@click.option("--offline", is_flag=True, help="The server runs the emulator: no key, no network.")
@click.option(
    "--print", "only_print", is_flag=True, help="Print the configuration as JSON, and write nothing."
)
@click.option(
    "--name",
    default="assemblyai",
    show_default=True,
    callback=_check_name,
    help="The server's name in the client.",
)
@click.option(
    "--allowed-dir",
    "folders",
    multiple=True,
    type=click.Path(exists=True, file_okay=False, resolve_path=True, path_type=Path),
    help="A folder that the tools may read from and write to; may be repeated. Default: those of "
    "ASSEMBLYAI_ALLOWED_DIRS, else the folder in which the client starts the server.",
)
@click.option(
    "--with-key", is_flag=True, help="Write the API key into the file, for a system without a keyring."
)
@click.option(
    "--file",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Another file than the client's own, such as .mcp.json of a project.",
)
@claude_folder_option
@click.pass_context
def command(
    context: click.Context,
    client: str,
    *,
    offline: bool,
    only_print: bool,
    name: str,
    folders: Sequence[Path],
    with_key: bool,
    path: Path | None,
    claude_folder: Path | None,
) -> None:
    """Add the MCP server to the configuration of a client.

    Everything else in the file stays, a dated copy of it is made first, and a second run changes nothing. The server
    is `assemblyai-tools mcp` of this installation, with the region and the other settings of this environment. It
    finds the key that `assemblyai-tools login` stored: the file does not hold it, unless you say --with-key.

    The files are those of your user: ~/.claude.json or that of CLAUDE_CONFIG_DIR (Claude Code),
    claude_desktop_config.json, ~/.cursor/mcp.json, and mcp.json of VS Code. Only you can read a file with a key. A
    file that is not plain JSON, because it has comments for example, is left alone; then what to add is printed, and
    the exit code is 1.
    """
    if offline and with_key:
        raise click.UsageError("--with-key and --offline exclude each other: the emulator needs no key.")
    _check_installed(offline=offline)
    settings, chosen = settings_for(None), MCP_CLIENTS[client]
    key = with_stored_key(settings)[0].require_key() if with_key else None
    server = chosen.entry(server_entry(settings, offline=offline, folders=folders, key=key))
    if only_print:
        click.echo(_snippet(chosen, name, server))
        return
    file = JsonFile.read(path or file_of(chosen, claude_folder))
    if not _add(chosen, file, name, server):
        click.echo(_snippet(chosen, name, server))
        context.exit(1)
    if not (offline or with_key or _has_key(chosen, file, name)):
        _advise_on_key(settings)
    _advise_on_folders(server)


def _check_installed(*, offline: bool) -> None:
    if not is_installed("mcp"):
        raise MissingExtraError.of("The MCP server", needs="mcp", extra="mcp")
    if offline and not is_installed("assemblyai_emulator"):
        raise MissingExtraError.of("Working offline", needs="assemblyai_emulator", extra="emulator")


def _snippet(client: McpClient, name: str, server: dict[str, Any]) -> str:
    return json.dumps({client.servers: {name: server}}, ensure_ascii=False, indent=2)


def _add(client: McpClient, file: JsonFile, name: str, server: dict[str, Any]) -> bool:
    """Put the server into the file, unless it is there already. False if the file cannot be changed safely."""
    servers = None if file.values is None else client.servers_in(file.values)
    if file.values is None or servers is None:
        click.echo(
            f"{file.path} is not plain JSON of the form that {client.title} documents, so it was left as it is. Add "
            f"this to it:",
            err=True,
        )
        return False
    is_there = servers.get(name) is not None
    if is_there and not is_ours(servers[name]):
        raise ConfigurationError(
            f"{client.title} has another server with the name {name}, so nothing was changed.",
            next_step="Give another name with --name.",
        )
    before: dict[str, Any] = servers[name] if is_there else {}
    changes = _changes(before, server)
    if not changes:
        click.echo(f"{name} is in {file.path} already.", err=True)
        return True
    done = file.replace({(client.servers, name, key): value for key, value in changes.items()})
    was = f" The copy of what was there is {done.copy}." if done.copy else ""
    click.echo(
        f"{'Changed' if is_there else 'Added'} {name} in {file.path}.{was} Restart {client.title} to use it.",
        err=True,
    )
    dropped = sorted(set(_env_of(before)) - set(changes.get("env", _env_of(before))))
    if dropped:
        click.echo(f"No longer set for the server: {', '.join(dropped)}.", err=True)
    if done.made_private:
        click.echo("The file holds an API key, so only you can read it now, and the copy.", err=True)
    return True


def _changes(before: dict[str, Any], server: dict[str, Any]) -> dict[str, Any]:
    """The keys of the server that have to change, so that what a person has added to it stays.

    In its environment that is every variable but those of the settings, which are this environment's, and the key
    unless there is a new one.
    """
    from assemblyai_tools.config import setting_variables  # noqa: PLC0415 - slow to import, and help needs none

    replaced = setting_variables() - {KEY_VARIABLE}
    kept = {name: value for name, value in _env_of(before).items() if name not in replaced}
    wanted = {**server, "env": {**kept, **server["env"]}}
    return {key: value for key, value in wanted.items() if key not in before or before[key] != value}


def _has_key(client: McpClient, file: JsonFile, name: str) -> bool:
    """Whether the server had a key in the file, which it keeps."""
    servers = client.servers_in(file.values or {}) or {}
    return KEY_VARIABLE in _env_of(servers.get(name) or {})


def _env_of(server: dict[str, Any]) -> dict[str, Any]:
    env = server.get("env")
    return cast("dict[str, Any]", env) if isinstance(env, dict) else {}


def _advise_on_key(settings: "Settings") -> None:
    """Say so if the server would find no key: a client may not pass a shell's variables on."""
    try:
        stored = with_stored_key(replace(settings, api_key=None))[1]
    except ConfigurationError as error:
        click.echo(str(error), err=True)
        return
    if not stored:
        click.echo(
            f"There is no key in {KEYRING} for the server: store it with `assemblyai-tools login`, or write it into "
            "the file with --with-key.",
            err=True,
        )


def _advise_on_folders(server: dict[str, Any]) -> None:
    if not server["env"].get("ASSEMBLYAI_ALLOWED_DIRS"):
        click.echo(
            "The tools may use files in the folder in which the client starts the server, which may be none; "
            "--allowed-dir names others.",
            err=True,
        )
