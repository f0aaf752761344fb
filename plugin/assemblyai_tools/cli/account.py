"""Whose account the commands use: where the key comes from, and whether the service accepts it.

What is slow to import (the settings, the client) is imported at first use: the help of a command needs none of it.
"""

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING, Literal

from assemblyai_tools.cli.key_store import stored_key
from assemblyai_tools.errors import AssemblyAIError, AuthenticationError

if TYPE_CHECKING:
    from assemblyai_tools.config import Region, Settings

KEY_VARIABLE = "ASSEMBLYAI_API_KEY"
"""The variable of the environment that holds the key. It wins over the keyring."""

KEYRING = "the system's keyring"
"""Where `login` stores the key, in words."""

_CHECK_SECONDS = 15.0
"""Seconds without progress after which the service counts as not reached."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the service says of a key, and why that is not known."""

    said: Literal["accepted", "refused", "unknown", "not asked", "no key"]
    reason: str = ""


def settings_for(region: "Region | None") -> "Settings":
    """The environment's settings, for another region if one is given."""
    from assemblyai_tools.config import REGIONS, Settings  # noqa: PLC0415 - see above
    from assemblyai_tools.flow import Host  # noqa: PLC0415 - see above

    settings = Settings.from_env()
    if region is None:
        return settings
    return replace(settings, base_url=REGIONS[region][Host.API], llm_gateway_url=None, streaming_url=None)


def with_key(settings: "Settings", key: str) -> "Settings":
    """The settings with this key."""
    from pydantic import SecretStr  # noqa: PLC0415 - see above

    return replace(settings, api_key=SecretStr(key))


def with_stored_key(settings: "Settings") -> tuple["Settings", str | None]:
    """The settings with the keyring's key, unless they have one, and where the key comes from (None: there is none).

    The keyring is not touched if the settings have a key.
    """
    if settings.api_key:
        return settings, KEY_VARIABLE
    key = stored_key(settings.base_url)
    return (with_key(settings, key), KEYRING) if key else (settings, None)


def fingerprint(key: str) -> str:
    """By what two keys can be told apart without showing any of either: the first 8 hex digits of the SHA-256."""
    return sha256(key.encode()).hexdigest()[:8]


def verdict(settings: "Settings") -> Verdict:
    """Ask the service whether it accepts the settings' key, by a list of one transcript, which costs nothing.

    Raises ConfigurationError for a key that cannot be one.
    """
    from assemblyai_tools.api.listing import read_page  # noqa: PLC0415 - see above
    from assemblyai_tools.client import Client  # noqa: PLC0415 - see above

    settings.require_key()
    try:
        with Client(replace(settings, ledger="off")) as client:
            client.run(read_page({"limit": 1}, timeout=_CHECK_SECONDS, retry_for=0.0))
    except AuthenticationError:
        return Verdict("refused")
    except AssemblyAIError as error:
        return Verdict("unknown", error.message)
    return Verdict("accepted")
