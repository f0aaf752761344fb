"""Whose account the commands use: where the key comes from, and whether the service accepts it."""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import Literal, get_args

import click
from pydantic import SecretStr

from assemblyai_tools.api.listing import read_page
from assemblyai_tools.cli.key_store import stored_key
from assemblyai_tools.client import Client
from assemblyai_tools.config import REGIONS, Region, Settings
from assemblyai_tools.errors import AssemblyAIError, AuthenticationError
from assemblyai_tools.flow import Host

KEY_VARIABLE = "ASSEMBLYAI_API_KEY"
"""The variable of the environment that holds the key. It wins over the keyring."""

KEYRING = "the system's keyring"
"""Where `login` stores the key, in words."""

_CHECK_SECONDS = 15.0
"""Seconds without progress after which the service counts as not reached."""

region_option = click.option(
    "--region",
    type=click.Choice(get_args(Region)),
    help="The region of the account: us or eu; default: that of ASSEMBLYAI_REGION or ASSEMBLYAI_BASE_URL, else us.",
)
"""Each region has keys of its own."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the service says of a key, and why that is not known."""

    said: Literal["accepted", "refused", "unknown", "not asked", "no key"]
    reason: str = ""


def settings_for(region: Region | None) -> Settings:
    """The environment's settings, for another region if one is given."""
    settings = Settings.from_env()
    if region is None:
        return settings
    return replace(settings, base_url=REGIONS[region][Host.API], llm_gateway_url=None, streaming_url=None)


def with_stored_key(settings: Settings) -> tuple[Settings, str | None]:
    """The settings with the keyring's key, unless they have one, and where the key comes from (None: there is none).

    The keyring is not touched if the settings have a key.
    """
    if settings.api_key:
        return settings, KEY_VARIABLE
    key = stored_key(settings.base_url)
    return (replace(settings, api_key=SecretStr(key)), KEYRING) if key else (settings, None)


def fingerprint(key: str) -> str:
    """By what two keys can be told apart without showing any of either: the first 8 hex digits of the SHA-256."""
    return sha256(key.encode()).hexdigest()[:8]


def verdict(settings: Settings) -> Verdict:
    """Ask the service whether it accepts the settings' key, by a list of one transcript, which costs nothing.

    Raises ConfigurationError for a key that cannot be one.
    """
    settings.require_key()
    try:
        with Client(replace(settings, ledger="off")) as client:
            client.run(read_page({"limit": 1}, timeout=_CHECK_SECONDS, retry_for=0.0))
    except AuthenticationError:
        return Verdict("refused")
    except AssemblyAIError as error:
        return Verdict("unknown", error.message)
    return Verdict("accepted")
