"""What a Host and an Origin header say, parsed. Text that only looks like an allowed name parses to nothing."""

import re
from dataclasses import dataclass
from ipaddress import AddressValueError, IPv6Address
from typing import Self

LAST_PORT = 65_535

_LONGEST = 300
"""Characters of a Host or an Origin. A name has at most 253."""

_NAME = r"(?P<name>[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*)\.?"
_HOST = re.compile(rf"(?:{_NAME}|\[(?P<v6>[0-9A-Fa-f:.]+)\])(?::(?P<port>[0-9]{{0,5}}))?")
_DEFAULT_PORTS = {"http": 80, "https": 443}


@dataclass(frozen=True, slots=True)
class Host:
    """A name or an address, and the port if there is one. User names, paths and spaces are no part of it."""

    name: str
    """In lower case, without a final dot; an IPv6 address in brackets, in its shortest form."""
    port: int | None = None

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """What the text says, or None if it is not a host."""
        found = _HOST.fullmatch(text) if len(text) <= _LONGEST else None
        if not found:
            return None
        port = int(found["port"]) if found["port"] else None
        if port is not None and port > LAST_PORT:
            return None
        if found["name"]:
            return cls(found["name"].lower(), port)
        try:
            return cls(f"[{IPv6Address(found['v6']).compressed}]", port)
        except AddressValueError:
            return None


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a web page comes from: scheme, name and port, and nothing else."""

    scheme: str
    name: str
    """As in `Host`."""
    port: int | None
    """The scheme's own port if the text named none. None stands for every port, and is never parsed."""

    @classmethod
    def parsed(cls, text: str) -> Self | None:
        """What the text says, or None if it is not the origin of a page on the web, as `null` is not."""
        scheme, separator, rest = text.partition("://")
        scheme, host = scheme.lower(), Host.parsed(rest)
        if not separator or scheme not in _DEFAULT_PORTS or host is None or rest.endswith(":"):
            return None
        return cls(scheme, host.name, _DEFAULT_PORTS[scheme] if host.port is None else host.port)

    def __str__(self) -> str:
        """As a browser sends it."""
        port = "" if self.port in (None, _DEFAULT_PORTS[self.scheme]) else f":{self.port}"
        return f"{self.scheme}://{self.name}{port}"
