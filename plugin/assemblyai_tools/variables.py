"""Reads one variable of the environment, whose value people write by hand."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeVar
from urllib.parse import urlsplit

from assemblyai_tools.errors import ConfigurationError

Option = TypeVar("Option", bound=str)

PLACEHOLDER = re.compile(r"\$\{[^}]*\}")
"""What some chat clients pass as a variable's value if the user left it empty: `${ASSEMBLYAI_API_KEY}`."""

_ROUTE = re.compile(
    r"(?:/lemur)?/v[123](?:/(?:chat|completions|generate|models|realtime|token|transcript|understanding|upload|ws)"
    r"(?:/[^/]+)*)?"
)
"""The beginning of the API's routes, which addresses must not end in; a proxy's own path may stand before it."""


@dataclass(frozen=True, slots=True)
class Variables:
    """Reads ASSEMBLYAI_* variables. Raises a ConfigurationError for an invalid value."""

    variables: Mapping[str, str]

    def text(self, name: str) -> str | None:
        """A variable, or None if it is empty or holds a chat client's placeholder."""
        value = self.variables.get(f"ASSEMBLYAI_{name}", "").strip()
        return None if not value or PLACEHOLDER.fullmatch(value) else value

    def one_of(self, name: str, options: tuple[Option, ...]) -> Option | None:
        value = (self.text(name) or "").lower()
        if not value:
            return None
        for option in options:
            if option == value:
                return option
        raise ConfigurationError(
            f"ASSEMBLYAI_{name} is {value!r}.", next_step=f"Set it to one of: {', '.join(options)}."
        )

    def url(self, name: str) -> str | None:
        given = self.text(name)
        if given is None:
            return None
        value = given.rstrip("/")
        if _is_http_url(given):
            check_no_route(f"ASSEMBLYAI_{name}", value)
            return value
        raise ConfigurationError(
            f"ASSEMBLYAI_{name} is {given!r}, which is not an http(s) address.",
            next_step="Leave it unset for AssemblyAI's own, or give an address such as http://127.0.0.1:8787.",
        )

    def hours(self, name: str, *, default: float) -> float:
        value = self.text(name)
        try:
            hours = default if value is None else float(value)
        except ValueError:
            hours = -1.0
        if not 0 <= hours < float("inf"):
            raise ConfigurationError(
                f"ASSEMBLYAI_{name} is {value!r}.", next_step="Set it to a number of hours, such as 24, or 0."
            )
        return hours


def check_no_route(name: str, address: str) -> None:
    """Raise a ConfigurationError for an address that ends in a route of the API."""
    value = address.rstrip("/")
    if found := re.search(rf"{_ROUTE.pattern}$", value):
        raise ConfigurationError(
            f"{name} is {value}, which ends in a route of the API ({found[0]}).",
            next_step=f"Set it to {value[: found.start()]}: the routes are added to it.",
        )


def _is_http_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:  # a malformed IPv6 address, a port that is not a number
        return False
    return (
        parts.scheme in ("http", "https")
        and re.fullmatch(r"[A-Za-z0-9.:_-]+", parts.hostname or "") is not None
        and not (parts.query or parts.fragment or parts.username or port == 0)
    )
