"""Which proxy a request goes through: HTTP_PROXY, HTTPS_PROXY, ALL_PROXY and NO_PROXY, as other programs read them."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_address, ip_network
from typing import TypeAlias
from urllib.parse import unquote

from assemblyai_tools.config import Variable

_ENTRY = re.compile(
    r"(?:(?P<scheme>[a-z]+)://)?(?:\[(?P<bracketed>[^\]]*)\](?P<prefix>/\d+)?|(?P<host>[^:\[\]]+))(?::(?P<port>\d+))?"
)
"""An entry of NO_PROXY, unless it is a bare IPv6 address or network: [scheme://]host[:port], where the host is a name,
an IPv4 network, or an IPv6 address or network in brackets."""

_PASSWORD = re.compile(r"^(?:[^/]*://)?[^/@]*?:([^/]*)@")
"""The password in the address of a proxy."""

PORTS = {"http": 80, "https": 443}
"""The port of an address that states none."""

Origin: TypeAlias = tuple[str, str, int]
"""Scheme, host (an IPv6 address without brackets) and port of an address."""


@dataclass(frozen=True, slots=True)
class Proxies:
    """The proxies of one environment. An address on this machine is always called directly."""

    variables: Mapping[str, Variable]

    def of(self, origin: Origin) -> Variable | None:
        """The variable that names the proxy for an address, or None if it is called directly."""
        scheme, host, _ = origin
        given = self.variables.get(f"{scheme}_proxy") or self.variables.get("all_proxy")
        return None if given is None or is_loopback(host) or self._is_excepted(origin) else given

    @property
    def given(self) -> list[Variable]:
        """The variables that name a proxy."""
        names = ("http_proxy", "https_proxy", "all_proxy")
        return [self.variables[name] for name in names if name in self.variables]

    @property
    def passwords(self) -> list[str]:
        """The passwords in the proxies' addresses, as they are written there and as they are sent."""
        found = [_PASSWORD.search(variable.value) for variable in self.given]
        written = [one[1] for one in found if one]
        return [*written, *map(unquote, written)]

    def _is_excepted(self, origin: Origin) -> bool:
        exceptions = self.variables.get("no_proxy")
        entries = re.split(r"[,\s]+", exceptions.value.lower()) if exceptions else []
        return any(_matches(entry, origin) for entry in entries if entry)


def proxy_address(variable: Variable) -> str:
    """The proxy's address with its scheme, which people leave out."""
    return variable.value if "://" in variable.value else f"http://{variable.value}"


def is_loopback(host: str) -> bool:
    """Whether a host is this machine itself: localhost, 127.0.0.0/8 or ::1."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host.rstrip(".").lower() == "localhost"


def _matches(entry: str, origin: Origin) -> bool:
    """Whether an entry of NO_PROXY names an address. A malformed entry matches nothing, as in other programs."""
    scheme, host, port = origin
    if entry == "*" or _is_within(host, entry):
        return True
    found = _ENTRY.fullmatch(entry)
    if not found or found["scheme"] not in (None, "all", scheme) or found["port"] not in (None, str(port)):
        return False
    if found["host"] is None:
        return _is_within(host, found["bracketed"] + (found["prefix"] or ""))
    # As everywhere, "a.test" means its subdomains too; as in httpx and Go, ".a.test" and "*.a.test" mean these only.
    name = found["host"].removeprefix("*")
    below = name if name.startswith(".") else f".{name}"
    return host == name or host.endswith(below) or _is_within(host, name)


def _is_within(host: str, network: str) -> bool:
    """Whether a host is an address of this network, or this very address."""
    try:
        return ip_address(host) in ip_network(network, strict=False)
    except ValueError:
        return False
