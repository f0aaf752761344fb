"""Validates a webhook's URL and its authentication header."""

import re
from collections.abc import Mapping
from typing import Any

import httpx

from assemblyai_emulator import outgoing
from assemblyai_emulator.errors import ApiError
from assemblyai_emulator.public_addresses import names_no_public_address

_HEADER_NAME = re.compile(r"[A-Za-z0-9_-]{1,1000}")
_HEADER_VALUE = re.compile(r"(?!\s)[^\x00-\x1f\x7f]{1,1000}(?<!\s)")
"""No control characters and no white space at either end: HTTP allows neither."""

_RESERVED = frozenset({"connection", "content-length", "content-type", "host", "transfer-encoding"})
"""Headers that HTTP itself, or the message, needs."""

URL = "an address that starts with http:// or https:// and has a host, and a port of 65535 at most if it has one"
HEADER_NAME = (
    "1 to 1000 letters, digits, hyphens and underscores, and no header that HTTP itself needs (such as Host)"
)
HEADER_VALUE = "1 to 1000 characters without line breaks, and without blanks at the ends"


def is_url(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return False
    try:
        outgoing.address(value)
    except httpx.InvalidURL:
        return False
    return True


def check_public(given: Mapping[str, Any]) -> None:
    """Raises ApiError (400) if the receiver is not on the public internet, as far as its URL alone tells."""
    url = given.get("webhook_url")
    if url and names_no_public_address(host := outgoing.address(url).host):
        raise ApiError(
            400,
            f"webhook_url cannot be notified: {host} is not a public address, and this emulator was started with "
            "--public-audio-only. Leave it out and poll, or give a public one.",
        )


def is_header_name(value: Any) -> bool:
    return (
        isinstance(value, str)
        and _HEADER_NAME.fullmatch(value) is not None
        and value.lower() not in _RESERVED
    )


def is_header_value(value: Any) -> bool:
    return isinstance(value, str) and _HEADER_VALUE.fullmatch(value) is not None
