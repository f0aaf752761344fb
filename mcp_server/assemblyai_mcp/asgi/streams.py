"""Which requests are answered with a stream that a client can open again without losing anything."""

from collections.abc import Mapping
from typing import Any

_LISTEN = (b"mcp-method", b"subscriptions/listen")
"""The header of a request that listens to tasks. The SDK refuses one whose body is about something else."""


def is_stream(scope: Mapping[str, Any]) -> bool:
    """Whether the request listens: to an older client's session, or to tasks."""
    return scope["method"] == "GET" or _LISTEN in scope["headers"]
