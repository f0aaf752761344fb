"""`assemblyai-tools whoami`: which key and which hosts the commands use."""

import json
from typing import TYPE_CHECKING

import click

from assemblyai_tools.cli.account import Verdict, fingerprint, settings_for, verdict, with_stored_key
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.region import region_option
from assemblyai_tools.errors import ConfigurationError

if TYPE_CHECKING:
    from assemblyai_tools.config import Region, Settings

_SAID = {
    "accepted": "accepts the key",
    "refused": "does not accept the key",
    "unknown": "could not be asked",
    "not asked": "not asked (--no-check)",
    "no key": "not asked",
}
"""What the service says of the key, in words."""

_HOSTS = {"api": "API", "llm": "LLM Gateway", "streaming": "Streaming"}


@click.command("whoami")
@region_option
@click.option("--no-check", is_flag=True, help="Do not ask the service whether it accepts the key.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
@click.pass_context
def command(context: click.Context, region: "Region | None", *, no_check: bool, as_json: bool) -> None:
    """Show which key and which hosts the commands use.

    The key itself is never shown, nor a part of it: its fingerprint, the first 8 hex digits of its SHA-256, tells two
    keys apart. The service is asked for a list of one transcript, which costs nothing. It has no call that names the
    account, so no name is shown.

    Exit code 1: there is no key, or the service does not accept it, or could not be asked.
    """
    settings, source = with_stored_key(settings_for(region))
    found = _ask(settings, check=not no_check)
    click.echo(json.dumps(_facts(settings, source, found)) if as_json else _text(settings, source, found))
    if found.said not in ("accepted", "not asked"):
        click.echo(f"{PROGRAM}: {_why(found)}", err=True)
        context.exit(1)


def _ask(settings: "Settings", *, check: bool) -> Verdict:
    if not settings.api_key:
        return Verdict("no key")
    if not check:
        return Verdict("not asked")
    try:
        return verdict(settings)
    except ConfigurationError as error:  # it cannot be a key
        return Verdict("unknown", error.message)


def _why(found: Verdict) -> str:
    """Why the exit code is 1."""
    if found.said == "no key":
        return "There is no key: `assemblyai-tools login` stores one, or set ASSEMBLYAI_API_KEY."
    return ": ".join(filter(None, (f"The service {_SAID[found.said]}", found.reason.rstrip(".")))) + "."


def _facts(settings: "Settings", source: str | None, found: Verdict) -> dict[str, object]:
    return {
        "key_from": source,
        "fingerprint": _fingerprint(settings),
        "region": settings.region,
        "hosts": _hosts(settings),
        "service": found.said,
        "reason": found.reason or None,
    }


def _text(settings: "Settings", source: str | None, found: Verdict) -> str:
    key = (
        f"from {source}, fingerprint {_fingerprint(settings)}"
        if source
        else "none; `assemblyai-tools login` stores one"
    )
    lines = [
        ("Key", key),
        ("Region", settings.region or "none: this is not one of AssemblyAI's own addresses"),
        *((_HOSTS[host], address) for host, address in _hosts(settings).items()),
        ("Service", ": ".join(filter(None, (_SAID[found.said], found.reason)))),
    ]
    return "\n".join(f"{f'{name}:':13} {value}" for name, value in lines)


def _hosts(settings: "Settings") -> dict[str, str]:
    from assemblyai_tools.flow import Host  # noqa: PLC0415 - slow to import, and help needs none

    return {host.value: settings.url(host) for host in Host}


def _fingerprint(settings: "Settings") -> str | None:
    return fingerprint(settings.api_key.get_secret_value()) if settings.api_key else None
