"""What a webhook's URL, and the header that proves who calls it, may look like."""

import re
from typing import Any
from urllib.parse import urlsplit

_HEADER_NAME = re.compile(r"[A-Za-z0-9_-]{1,1000}")
# Without control characters, and not blank at either end: HTTP can carry neither.
_HEADER_VALUE = re.compile(r"(?!\s)[^\x00-\x1f\x7f]{1,1000}(?<!\s)")
# The message's own headers, and those that say where it ends.
_RESERVED = frozenset({"connection", "content-length", "content-type", "host", "transfer-encoding"})

URL = "an address that starts with http:// or https://"
HEADER_NAME = (
    "1 to 1000 letters, digits, hyphens and underscores, and no header that HTTP itself needs (such as Host)"
)
HEADER_VALUE = "1 to 1000 characters without line breaks, and without blanks at the ends"


def is_url(value: Any) -> bool:
    if not isinstance(value, str) or not value.startswith(("http://", "https://")):
        return False
    try:
        return bool(urlsplit(value).hostname)
    except ValueError:
        return False


def is_header_name(value: Any) -> bool:
    return (
        isinstance(value, str)
        and _HEADER_NAME.fullmatch(value) is not None
        and value.lower() not in _RESERVED
    )


def is_header_value(value: Any) -> bool:
    return isinstance(value, str) and _HEADER_VALUE.fullmatch(value) is not None
