"""What a session reads and writes, in the two versions of the protocol."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from assemblyai_emulator.errors import StreamError
from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.orders import Order
from assemblyai_emulator.parameters.live import Parameters


class Dialect(Protocol):
    shortest_ms: int
    longest_ms: int
    """The shortest and the longest audio of one message."""

    def parameters(self, query: Mapping[str, str], *, speakers: bool) -> Parameters:
        """`speakers` is whether speakers are known. Raises StreamError (3006)."""
        ...

    def begin(self, session_id: str, expires_at: datetime, given: Parameters, model: str) -> Message:
        """The first message. `model` is the one that hears, not the one asked for; transcripts name it the same."""
        ...

    def order(self, text: str) -> Order:
        """What a text message asks for. Raises StreamError (3006)."""
        ...

    def written(self, message: Message) -> list[Message]:
        """What the client gets for a message of `messages`."""
        ...

    def failure(self, error: StreamError) -> tuple[Message, int]:
        """The last message of a session that fails, and the close code."""
        ...
