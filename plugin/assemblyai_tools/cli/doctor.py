"""`assemblyai-tools doctor`: looks at everything that the commands need."""

import json
from collections.abc import Iterator
from dataclasses import asdict

import click

from assemblyai_tools.cli.checks.check import Check
from assemblyai_tools.cli.checks.clients import check_clients
from assemblyai_tools.cli.checks.connections import check_connections
from assemblyai_tools.cli.checks.folders import check_folders
from assemblyai_tools.cli.checks.installation import check_installation
from assemblyai_tools.cli.checks.service import check_emulator, check_service
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import ConfigurationError


@click.command("doctor")
@click.option("--offline", is_flag=True, help="Check the emulator in place of the key and the hosts.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object: ok, and the list of checks.")
@click.pass_context
def command(context: click.Context, *, offline: bool, as_json: bool) -> None:
    """Check the installation, the key, the hosts, the folders and the MCP clients.

    One line for each: ok, warn or fail, and what to do. Nothing is changed. Each host of the settings is called
    without the key, through the proxies that are set; then the service is asked for a list of one transcript with the
    key. Neither costs anything.

    Exit code 1: something failed. Warnings do not count.
    """
    checks: list[Check] = []
    for check in _checks(offline=offline):
        checks.append(check)
        if not as_json:
            click.echo(check.render())
    works = all(check.state != "fail" for check in checks)
    if as_json:
        click.echo(json.dumps({"ok": works, "checks": list(map(asdict, checks))}))
    if not works:
        context.exit(1)


def _checks(*, offline: bool) -> Iterator[Check]:
    yield from check_installation()
    try:
        settings = Settings.from_env()
    except ConfigurationError as error:
        yield Check("settings", "fail", error.message, error.next_step)
    else:
        yield from check_emulator() if offline else check_service(settings)
        yield from check_folders(settings)
    yield from check_connections()
    yield from check_clients()
