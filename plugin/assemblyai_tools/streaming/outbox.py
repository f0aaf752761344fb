"""Messages that are sent between audio, each at its place in it, and those to repeat after a lost session."""

import json
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from assemblyai_tools.streaming.audio_buffer import SHORTEST

FORCE_ENDPOINT = json.dumps({"type": "ForceEndpoint"})
"""The message that ends the turn that is spoken."""

TERMINATE = json.dumps({"type": "Terminate"})
"""The message that ends a session, and its bill."""


@dataclass(slots=True)
class Outbox:
    """Messages to the service, in order."""

    _waiting: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])
    _given: deque[tuple[int, str]] = field(default_factory=deque[tuple[int, str]])
    """Messages that were sent, and that belong to audio that may be sent again."""

    @property
    def place(self) -> int | None:
        """Where in the audio the next message belongs, in milliseconds; None if there is none."""
        return self._waiting[0][0] if self._waiting else None

    def add(self, kind: str, after_ms: int, more: Mapping[str, Any] | None = None) -> None:
        """Send a message when the audio before this place is sent."""
        self._waiting.append((after_ms, json.dumps({"type": kind, **(more or {})})))

    def take(self, sent_ms: int, *, all_sent: bool) -> str | None:
        """The next message, if it is its turn. Less audio than a frame waits for more, and need not be sent first."""
        if not self._waiting or not (all_sent or self._waiting[0][0] < sent_ms + SHORTEST):
            return None
        taken = self._waiting.popleft()
        if taken[1] == FORCE_ENDPOINT:
            self._given.append(taken)
        return taken[1]

    def forget(self, heard_ms: int) -> None:
        """The audio before this place is not sent again, and neither are the orders in it."""
        while self._given and self._given[0][0] <= heard_ms:
            self._given.popleft()

    def rewind(self) -> None:
        """Give the orders to end a turn out again, in a session that is sent the same audio again.

        A new session has the parameters as they are now, so changes of them are not repeated.
        """
        self._waiting.extendleft(reversed(self._given))
        self._given.clear()
