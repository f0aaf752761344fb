"""How the server can be reached over HTTP, and which of those settings are safe.

The only module of the server that reads the environment; settings for the service are in the plugin's Settings.
"""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address
from urllib.parse import urlsplit

from pydantic import SecretStr

from assemblyai_mcp.web_names import LAST_PORT, Host, Origin
from assemblyai_tools import ConfigurationError, Settings

TOKEN_VARIABLE = "ASSEMBLYAI_MCP_TOKEN"  # noqa: S105 - the name of the variable
STATE_KEY_VARIABLE = "ASSEMBLYAI_MCP_STATE_KEY"
DEFAULT_PORT = 8808

_SHORTEST_TOKEN = 16
"""Characters that a token must have."""
_SHORTEST_KEY = 32
_FEWEST_CHARACTERS = 10
"""Different characters that a key must have; one drawn at random has more."""

_LOOPBACK_NAMES = ("127.0.0.1", "localhost", "[::1]")
_EVERY_ADDRESS = ("0.0.0.0", "::", "")  # noqa: S104 - compared with, not bound
_PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
"""What a desktop client passes on for a setting that the person left empty."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpSettings:
    """Where the server listens over HTTP, and the names and callers it accepts."""

    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    """0 takes a free port."""
    allowed_hosts: tuple[str, ...] = ()
    """Names that a Host header may hold, without a port, beside the loopback names or the address it listens on."""
    allowed_origins: tuple[str, ...] = ()
    """Origins of the web pages that may call it, such as https://app.example.com."""
    public_url: str | None = None
    """Where the service reaches /webhook from outside. What forwards this address may forward other paths too."""
    token: SecretStr | None = None
    """If set, every request must bring it as its Bearer token."""
    state_keys: tuple[SecretStr, ...] = ()
    """Keys that seal the questions put to people, the same for every worker; the first seals, each one opens."""
    stateless: bool = False
    """Whether to give clients of older protocol revisions no session, so that any worker can take any request."""

    @property
    def is_local(self) -> bool:
        """Whether only this machine can call it, as far as these settings say."""
        return _is_loopback(self.host) and not self.allowed_hosts and not self.public_url

    @property
    def host_names(self) -> frozenset[str]:
        """Every name that a Host header may hold, whatever its port."""
        own = () if self.host in _EVERY_ADDRESS else (_bracketed(self.host),)
        loopback = _LOOPBACK_NAMES if _is_loopback(self.host) else ()
        hosts = (Host.parsed(name) for name in (*own, *loopback, *self.allowed_hosts))
        return frozenset(host.name for host in hosts if host)

    @property
    def origins(self) -> frozenset[Origin]:
        """The origin of every page that may call: the allowed ones, and on this machine those of any port of it."""
        local = _LOOPBACK_NAMES if _is_loopback(self.host) else ()
        allowed = (Origin.parsed(origin) for origin in self.allowed_origins)
        return frozenset(
            [*(Origin("http", name, port=None) for name in local), *(origin for origin in allowed if origin)]
        )

    def check(self, settings: Settings) -> None:
        """Raise ConfigurationError for settings that would let strangers in, or lock everyone out."""
        self.check_form()
        if settings.api_key and not self.token and not self.is_local:
            raise ConfigurationError(
                "The server has an AssemblyAI account of its own (a key, or the emulator) and might be called from "
                f"beyond this machine ({self._beyond()}), so it was not started.",
                next_step=f"Set {TOKEN_VARIABLE} to a secret that callers must send, or unset ASSEMBLYAI_API_KEY "
                "(and leave out --offline) so that each request brings its own key, or listen on 127.0.0.1 only.",
            )
        if self.token and not settings.api_key:
            raise ConfigurationError(
                f"{TOKEN_VARIABLE} is set, so every call is for the server's own account, and it has none.",
                next_step="Set ASSEMBLYAI_API_KEY too, or unset the token so that each request brings its own key.",
            )
        if self.host in _EVERY_ADDRESS and not self.allowed_hosts:
            raise ConfigurationError(
                f"On {self.host or 'every address'}, the server must know the names it is called by.",
                next_step="Give each as --allowed-host NAME, such as --allowed-host mcp.example.com.",
            )

    def check_form(self) -> None:
        """Raise ConfigurationError for a value that is no port, name, origin or address."""
        if not 0 <= self.port <= LAST_PORT:
            raise ConfigurationError(
                f"--port is {self.port}.",
                next_step=f"Give a number from 1 to {LAST_PORT}, or 0 for a free one.",
            )
        for name in self.allowed_hosts:
            host = Host.parsed(name)
            if host is None or host.port is not None:
                raise ConfigurationError(
                    f"--allowed-host is {name!r}, which no Host header would match.",
                    next_step="Give a name or an address alone, such as mcp.example.com.",
                )
        for origin in self.allowed_origins:
            if Origin.parsed(origin) is None:
                raise ConfigurationError(
                    f"--allowed-origin is {origin!r}, which no Origin header would match.",
                    next_step="Give scheme, name and, if there is one, port, such as https://app.example.com.",
                )
        if self.public_url is not None and urlsplit(self.public_url).scheme not in ("http", "https"):
            raise ConfigurationError(
                f"--public-url is {self.public_url!r}, which is not an http(s) address.",
                next_step="Give the address under which AssemblyAI reaches this server, such as https://mcp.example.com.",
            )

    def _beyond(self) -> str:
        if not _is_loopback(self.host):
            return self.host
        return f"as {', '.join(self.allowed_hosts)}" if self.allowed_hosts else f"through {self.public_url}"


def token_from_env(env: Mapping[str, str] | None = None) -> SecretStr | None:
    """The token that callers must send, or None; raises ConfigurationError for a token that is easy to guess."""
    value = (os.environ if env is None else env).get(TOKEN_VARIABLE, "").strip()
    if not value or _PLACEHOLDER.fullmatch(value):
        return None
    if len(value) < _SHORTEST_TOKEN or not value.isascii() or not value.isprintable() or " " in value:
        raise ConfigurationError(
            f"{TOKEN_VARIABLE} must have at least {_SHORTEST_TOKEN} printable ASCII characters and no space.",
            next_step='Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))".',
        )
    return SecretStr(value)


def state_keys_from_env(env: Mapping[str, str] | None = None) -> tuple[SecretStr, ...]:
    """The keys that seal questions, or none; raises ConfigurationError for one that is easy to guess."""
    value = (os.environ if env is None else env).get(STATE_KEY_VARIABLE, "").strip()
    if not value or _PLACEHOLDER.fullmatch(value):
        return ()
    keys = [key.strip() for key in value.split(",")]
    weak = any(len(key.encode()) < _SHORTEST_KEY or len(set(key)) < _FEWEST_CHARACTERS for key in keys)
    if weak or len(set(keys)) < len(keys):
        raise ConfigurationError(
            f"{STATE_KEY_VARIABLE} must be random and have at least {_SHORTEST_KEY} characters; several keys are "
            "different and separated by commas.",
            next_step='Make one with: python -c "import secrets; print(secrets.token_urlsafe(32))".',
        )
    return tuple(SecretStr(key) for key in keys)


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
