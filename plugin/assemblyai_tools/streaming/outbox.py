"""What is still to be sent besides audio, each at its place in the audio."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assemblyai_tools.streaming.audio_buffer import SHORTEST

TERMINATE = json.dumps({"type": "Terminate"})
"""The message that ends a session, and its bill."""


@dataclass(slots=True)
class Outbox:
    """Messages to the service, in order."""

    _waiting: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])

    @property
    def place(self) -> int | None:
        """Where in the audio the next message belongs, in milliseconds; None if there is none."""
        return self._waiting[0][0] if self._waiting else None

    def add(self, kind: str, after_ms: int, more: Mapping[str, Any] | None = None) -> None:
        """Send a message when the audio before this place is sent."""
        self._waiting.append((after_ms, json.dumps({"type": kind, **(more or {})})))

    def take(self, sent_ms: int, *, all_sent: bool) -> str | None:
        """The next message, if it is its turn. Less audio than a frame waits for more, and need not be sent first."""
        if self._waiting and (all_sent or self._waiting[0][0] < sent_ms + SHORTEST):
            return self._waiting.popleft()[1]
        return None
