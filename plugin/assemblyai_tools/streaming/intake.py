"""Takes the audio from its source while a session goes on, and waits where it comes faster than it can be sent."""

import asyncio
from collections.abc import AsyncGenerator, Callable

from assemblyai_tools.streaming.events import Event, Gap, StreamWarning
from assemblyai_tools.streaming.protocol import StreamProtocol
from assemblyai_tools.streaming.silenced import Silenced
from assemblyai_tools.streaming.source_check import SourceCheck


class Intake:
    """The audio of one stream.

    `clock` gives seconds, `tell` takes events, and `notify` is called when something has changed.
    """

    def __init__(
        self,
        audio: AsyncGenerator[bytes],
        protocol: StreamProtocol,
        *,
        clock: Callable[[], float],
        tell: Callable[[Event], None],
        notify: Callable[[], None],
    ) -> None:
        self.heard = asyncio.Event()
        """The first audio was looked at, or there is none."""
        self.room = asyncio.Event()
        """Some of the audio was sent."""
        self.failure: Exception | None = None
        """Why the source broke off."""
        self._audio = audio
        self._protocol = protocol
        self._check = SourceCheck.of(protocol.parameters)
        self._clock = clock
        self._tell = tell
        self._notify = notify

    async def run(self) -> None:
        """Take all of it."""
        try:
            async for piece in self._audio:
                self._take(piece)
                while self._protocol.is_full:
                    self.room.clear()
                    await self.room.wait()
        except Exception as error:  # noqa: BLE001 - the reader gets it after the last turns
            self.failure = error
        finally:
            self._protocol.end_audio()
            self.heard.set()
            self._notify()
            await self.close()

    async def close(self) -> None:
        """Close the source."""
        await self._audio.aclose()

    def _take(self, piece: bytes) -> None:
        before = self._protocol.end_ms
        self._protocol.add_audio(piece)
        if isinstance(piece, Silenced):
            why = "the audio came faster than it could be sent"
            self._tell(Gap(start_ms=before, end_ms=self._protocol.end_ms, why=why))
        for told in self._check.notice(piece, self._clock(), waited=self._protocol.is_full):
            self._tell(StreamWarning(warning=told))
        self.heard.set()
        self._notify()
