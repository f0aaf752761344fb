"""The other programs of this project, which a command becomes: package runners start one command per package."""

import os
import sys
from collections.abc import Sequence

import click

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed

_PASSED_ON = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
"""Every option belongs to the other program, --help too."""


@click.command(context_settings=_PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def mcp(arguments: Sequence[str]) -> None:
    """Become the MCP server: the same as assemblyai-mcp, options and all."""
    if not is_installed("mcp"):
        raise MissingExtraError.of("The MCP server", needs="mcp", extra="mcp")
    _become("assemblyai_mcp", arguments)


@click.command(context_settings=_PASSED_ON)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def emulator(arguments: Sequence[str]) -> None:
    """Become the emulator: the same as assemblyai-emulator, options and all."""
    if not is_installed("assemblyai_emulator"):
        raise MissingExtraError.of("The emulator", needs="assemblyai_emulator", extra="emulator")
    _become("assemblyai_emulator", arguments)


def _become(module: str, arguments: Sequence[str]) -> None:
    os.execv(sys.executable, [sys.executable, "-m", module, *arguments])  # noqa: S606 - our own module
