"""`assemblyai-tools login`: stores the key, so that it need not be in the environment."""

import sys
from typing import TYPE_CHECKING

import click

from assemblyai_tools.cli.account import KEY_VARIABLE, KEYRING, settings_for, verdict, with_key
from assemblyai_tools.cli.key_store import check_store, store_key
from assemblyai_tools.cli.region import region_option
from assemblyai_tools.errors import ConfigurationError

if TYPE_CHECKING:
    from assemblyai_tools.config import Region, Settings

_LONGEST_LINE = 4096
"""Characters of a line on stdin that are read; keys are much shorter."""

_COPY_AGAIN = "Copy it again from https://www.assemblyai.com/dashboard."
"""What to do about a key that is none."""


@click.command("login")
@region_option
@click.option(
    "--stdin",
    "from_stdin",
    is_flag=True,
    help="Read the key from the first line of stdin, as it does where there is no terminal to ask at.",
)
@click.option(
    "--no-check", is_flag=True, help="Store the key without asking the service whether it accepts it."
)
def command(region: "Region | None", *, from_stdin: bool, no_check: bool) -> None:
    """Store your API key in the system's keyring.

    Asks for the key without showing it, checks it by listing one transcript (which costs nothing), and stores it: one
    key for each region, or other address of the service. All commands use it from then on, and so does the MCP
    server that is started with `assemblyai-tools mcp`. A key in ASSEMBLYAI_API_KEY wins over the stored one. Keys are
    at https://www.assemblyai.com/dashboard.
    """
    environment = settings_for(region)
    check_store()  # before the person types the key
    settings = with_key(environment, _read_key(from_stdin=from_stdin))
    key = _plausible_key(settings)
    if not no_check:
        _check(settings)
    store_key(settings.base_url, key)
    click.echo(f"The key for {settings.base_url} is in {KEYRING} now.", err=True)
    if region and settings_for(None).base_url != settings.base_url:
        click.echo(f"The commands use it where ASSEMBLYAI_REGION={region} is set.", err=True)
    if environment.api_key:
        click.echo(f"{KEY_VARIABLE} is set, too: it wins as long as it is set.", err=True)


def _read_key(*, from_stdin: bool) -> str:
    if from_stdin or not sys.stdin.isatty():
        given = sys.stdin.readline(_LONGEST_LINE).strip()
    else:
        given = click.prompt("API key", hide_input=True, err=True).strip()
    if not given:
        raise click.UsageError("No key was given: type it at a terminal, or pipe it in.")
    return str(given)


def _plausible_key(settings: "Settings") -> str:
    try:
        return settings.require_key()
    except ConfigurationError as error:
        raise ConfigurationError(error.message, next_step=_COPY_AGAIN) from None


def _check(settings: "Settings") -> None:
    found = verdict(settings)
    if found.said == "refused":
        raise ConfigurationError(
            f"{settings.base_url} does not accept this key, so it was not stored.",
            next_step=f"{_COPY_AGAIN} One of another region needs --region.",
        )
    if found.said == "unknown":
        raise ConfigurationError(
            f"The key could not be checked, so it was not stored: {found.reason}",
            next_step="Try again, or store it unchecked with --no-check.",
        )
