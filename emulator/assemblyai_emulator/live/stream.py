"""What answers a session: a listener in a process of its own, or a scenario."""

from collections.abc import AsyncIterator
from typing import Protocol

from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.settings import StreamSettings


class Stream(Protocol):
    """One stream of audio. Its `messages` end when it has finished, and must be read all the time."""

    async def hear(self, audio: bytes) -> None:
        """Take whole samples. Waits while too much audio is still to be heard."""
        ...

    def update(self, settings: StreamSettings) -> None: ...

    def force(self) -> None:
        """End the turn now."""
        ...

    def finish(self) -> None:
        """There is no more audio."""
        ...

    def messages(self) -> AsyncIterator[Message]:
        """Raises StreamError if the stream can no longer be heard."""
        ...

    def close(self) -> None:
        """Release the stream. It must be called, finished or not."""
        ...
