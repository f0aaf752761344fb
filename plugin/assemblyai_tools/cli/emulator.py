"""`assemblyai-tools emulator`: becomes the emulator."""

import os
import sys
from collections.abc import Sequence

import click

from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed


@click.command(
    "emulator", context_settings={"ignore_unknown_options": True}, add_help_option=False, options_metavar=""
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED, metavar="[OPTIONS]...")
def command(arguments: Sequence[str]) -> None:
    """Become the emulator: the same as assemblyai-emulator, options and all."""
    if not is_installed("assemblyai_emulator"):
        raise MissingExtraError.of("The emulator", needs="assemblyai_emulator", extra="emulator")
    os.execv(sys.executable, [sys.executable, "-m", "assemblyai_emulator", *arguments])  # noqa: S606 - our own module
