"""`assemblyai-tools doctor`: looks at everything that the commands need."""

import json
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path

import click

from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.cli.mcp_clients import claude_folder_option
from assemblyai_tools.errors import ConfigurationError


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Check the emulator in place of the key and the hosts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: ok, and the list of checks.")
@claude_folder_option
@click.pass_context
def command(context: click.Context, *, offline: bool, as_json: bool, claude_folder: Path | None) -> None:
    """Check the installation, the key, the hosts, the folders and the MCP clients.

    One line for each: ok, warn or fail, and what to do. Nothing is changed. Each host of the settings is called
    without the key, through the proxies that are set; then the service is asked for a list of one transcript with the
    key. Neither costs anything.

    Exit code 1: something failed. Warnings do not count.
    """
    checks: list[Check] = []
    for check in _checks(offline=offline, claude_folder=claude_folder):
        checks.append(check)
        if not as_json:
            click.echo(check.render())
    works = all(check.state != "fail" for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": works, "checks": list(map(asdict, checks))}))
    if not works:
        context.exit(1)


def _checks(*, offline: bool, claude_folder: Path | None) -> Iterator[Check]:
    # Here, because the help needs none of them, and they are slow to import.
    from assemblyai_tools.cli.checks.clients import check_clients  # noqa: PLC0415
    from assemblyai_tools.cli.checks.connections import check_connections  # noqa: PLC0415
    from assemblyai_tools.cli.checks.folders import check_folders  # noqa: PLC0415
    from assemblyai_tools.cli.checks.installation import check_installation  # noqa: PLC0415
    from assemblyai_tools.cli.checks.service import check_emulator, check_service  # noqa: PLC0415
    from assemblyai_tools.config import Settings  # noqa: PLC0415

    yield from _guarded("installation", check_installation())
    try:
        settings = Settings.from_env()
    except ConfigurationError as error:
        yield Check("settings", "fail", error.message, error.next_step)
    else:
        if offline:
            yield from _guarded("emulator", check_emulator())
        else:
            yield from _guarded("service", check_service(settings))
        yield from _guarded("folders", check_folders(settings))
    yield from _guarded("connections", check_connections())
    yield from _guarded("MCP clients", check_clients(claude_folder))


def _guarded(name: str, checks: Iterable[Check]) -> Iterator[Check]:
    """The checks of one part. What they did not expect is a line as well, and does not keep the others from a look."""
    try:
        yield from checks
    except Exception as error:  # noqa: BLE001 - a broken machine is what this command is for
        reason = f"{type(error).__name__}: {error}"
        yield Check(
            name, "fail", f"could not be checked ({reason}).", "Correct that, or report this as a bug."
        )
