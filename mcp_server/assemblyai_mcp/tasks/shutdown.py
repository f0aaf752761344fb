"""Tells the streams of a server over HTTP that it shuts down, so that they end with their result."""

from asyncio import Event
from collections.abc import Mapping
from typing import Any

SHUTDOWN = "assemblyai.shutdown"
"""The entry of an ASGI scope's `state` that holds the event of the shutdown."""


def shutdown_of(request: Any) -> Event:
    """The event of the server that an HTTP request came to; over stdio, one that never comes."""
    scope: Mapping[str, Any] = getattr(request, "scope", {})
    event: Event = scope.get("state", {}).get(SHUTDOWN) or Event()
    return event
