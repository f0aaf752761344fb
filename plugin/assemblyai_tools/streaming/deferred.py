"""A session that reads its sample rate from the file of its audio, when the first event is asked for."""

import asyncio
from collections.abc import Callable

from assemblyai_tools.streaming.events import Event
from assemblyai_tools.streaming.session import Session


class DeferredSession:
    """As a Session. A file must not be read on the event loop, so `rate` is called in a thread, once.

    `opened` makes the session of a sample rate in Hz, or raises an InvalidArgumentsError for None.
    """

    def __init__(self, rate: Callable[[], int | None], opened: Callable[[int | None], Session]) -> None:
        self._rate = rate
        self._opened = opened
        self._session: Session | None = None
        self._is_left = False

    async def next(self) -> Event | None:
        """The next event; None after the last. Raises what ended the stream."""
        if self._session is None:
            rate = await asyncio.to_thread(self._rate)
            if self._is_left:
                return None
            self._session = self._opened(rate)
        return await self._session.next()

    async def leave(self) -> None:
        """End the session at any stage, also before it is open."""
        self._is_left = True
        if self._session is not None:
            await self._session.leave()
