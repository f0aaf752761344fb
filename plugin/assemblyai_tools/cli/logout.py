"""`assemblyai-tools logout`: removes the stored key."""

from typing import TYPE_CHECKING

import click

from assemblyai_tools.cli.account import KEY_VARIABLE, KEYRING, settings_for
from assemblyai_tools.cli.key_store import remove_key
from assemblyai_tools.cli.region import region_option

if TYPE_CHECKING:
    from assemblyai_tools.config import Region


@click.command("logout")
@region_option
def command(region: "Region | None") -> None:
    """Remove the key that `login` stored.

    Only the key in this system's keyring is removed. It stays valid: to end it, delete it at
    https://www.assemblyai.com/dashboard. Other regions keep theirs.
    """
    settings = settings_for(region)
    removed = remove_key(settings.base_url)
    done = "is no longer in" if removed else "was not in"
    click.echo(f"The key for {settings.base_url} {done} {KEYRING}.", err=True)
    if settings.api_key:
        click.echo(f"{KEY_VARIABLE} is still set, and the commands use it.", err=True)
