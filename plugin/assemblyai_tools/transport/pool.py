"""The connections of one event loop, with a queue in front."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field

from assemblyai_tools.transport.call import Call
from assemblyai_tools.transport.http import (
    IN_FLIGHT,
    AsyncHttp,
    AsyncTransport,
    Connections,
    Sent,
)

UPLOADS_IN_FLIGHT = 10
"""Uploads under way at once, besides the other requests: each may take minutes."""

KEPT_SECONDS = 5.0
"""Seconds that an unused connection is kept open; servers close theirs after some seconds too."""


@dataclass(slots=True)
class Pool:
    """Connections, each in an httpx client of its own.

    An httpx client with several connections compares them all with each other at every request, which took half of
    the time. The connection used last is reused first, and those unused for a while are closed. Uploads have a queue of
    their own: they take minutes and would hold up every poll.
    """

    transport: AsyncTransport | None
    requests: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_IN_FLIGHT))
    opened: list[AsyncHttp] = field(default_factory=list[AsyncHttp])
    idle: list[tuple[float, AsyncHttp]] = field(default_factory=list[tuple[float, AsyncHttp]])
    """Unused connections, each with the loop's time of its last use, the longest unused first."""
    connections: Connections = field(default_factory=Connections)

    async def send(self, call: Call, content: AsyncIterator[bytes] | None) -> Sent:
        """Send one call as soon as there is room."""
        async with self.requests if content is None else self.uploads:
            http = self.idle.pop()[1] if self.idle else self._open()
            try:
                sent = await http.send(call, content)
            finally:
                self.idle.append((asyncio.get_running_loop().time(), http))
            await self._close_unused()
            return sent

    async def aclose(self) -> None:
        """Close all connections, even if one fails to close."""
        await asyncio.gather(*(http.aclose() for http in self.opened), return_exceptions=True)

    def _open(self) -> AsyncHttp:
        http = AsyncHttp(self.transport, self.connections)
        self.opened.append(http)
        return http

    async def _close_unused(self) -> None:
        oldest = asyncio.get_running_loop().time() - KEPT_SECONDS
        # Not this call's own connection, which was used just now.
        while len(self.idle) > 1 and self.idle[0][0] < oldest:
            _, http = self.idle.pop(0)
            self.opened.remove(http)
            await http.aclose()
