"""What answers a session: a listener in a process of its own, or a scenario."""

from collections.abc import AsyncIterator
from typing import Protocol

from assemblyai_emulator.live.messages import Message
from assemblyai_emulator.live.settings import StreamSettings


class Stream(Protocol):
    """One stream of audio. Its `messages` go on until it has finished, and have to be read all the time."""

    async def hear(self, audio: bytes) -> None:
        """Take whole samples. Waits while much is still to be heard."""
        ...

    def update(self, settings: StreamSettings) -> None: ...

    def force(self) -> None:
        """End the turn now."""
        ...

    def finish(self) -> None:
        """There is no more audio."""
        ...

    def messages(self) -> AsyncIterator[Message]:
        """Raises StreamError if nothing can hear any more."""
        ...

    def close(self) -> None:
        """Nobody reads on. Has to be called, finished or not."""
        ...
