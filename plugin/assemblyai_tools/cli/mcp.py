"""`assemblyai-tools mcp`: becomes the MCP server, with the key that `login` stored."""

import os
import sys
from argparse import ArgumentError, ArgumentParser
from collections.abc import Sequence

import click

from assemblyai_tools.cli.account import with_stored_key
from assemblyai_tools.config import Settings, environment_with
from assemblyai_tools.errors import ConfigurationError


@click.command(
    "mcp", context_settings={"ignore_unknown_options": True}, add_help_option=False, options_metavar=""
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]...")
def command(arguments: Sequence[str]) -> None:
    """Become the MCP server: the same as assemblyai-mcp, options and all.

    If ASSEMBLYAI_API_KEY is not set, the server gets the key that `login` stored. Over HTTP it does not: there, each
    request brings its own key.
    """
    # If packages are missing, the server says so, after it has checked its options.
    environment = environment_with(api_key=_stored_key() if _takes_stored_key(arguments) else None)
    os.execve(  # noqa: S606 - our own module
        sys.executable, [sys.executable, "-m", "assemblyai_mcp", *arguments], environment
    )


def _takes_stored_key(arguments: Sequence[str]) -> bool:
    """Whether the server works for this person, over stdio and with the live service."""
    parser = ArgumentParser(add_help=False, exit_on_error=False)
    parser.add_argument("--transport")
    for flag in ("--help", "-h", "--version", "--offline"):
        parser.add_argument(flag, dest="keyless", action="store_true")
    try:
        options, _ = parser.parse_known_args(arguments)
    except ArgumentError:  # the server says what is wrong
        return False
    return options.transport in (None, "stdio") and not options.keyless


def _stored_key() -> str | None:
    """The keyring's key, if the environment has none. The server also starts without a key: its tools then say so."""
    try:
        settings, _ = with_stored_key(Settings.from_env())
    except ConfigurationError as error:
        click.echo(f"assemblyai-tools: {error}", err=True)
        return None
    return settings.api_key.get_secret_value() if settings.api_key else None
