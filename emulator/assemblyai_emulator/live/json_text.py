"""Reads the JSON of a client's text message."""

import json
from typing import Any, cast

from assemblyai_emulator.errors import StreamError

_SHOWN = 100
"""Characters of a bad message that its error quotes."""


def json_object(text: str) -> dict[str, Any]:
    """Raises StreamError (3006), with the published texts."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise StreamError(3006, f"Invalid JSON: {text[:_SHOWN]}") from None
    if not isinstance(found, dict):
        raise StreamError(3006, f"Invalid Message: {text[:_SHOWN]}")
    return cast("dict[str, Any]", found)


def unknown_type(name: Any) -> StreamError:
    return StreamError(3006, f"Invalid Message Type: {str(name)[:_SHOWN]}")
