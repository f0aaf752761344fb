"""The connections of one event loop, with a queue in front."""

import asyncio
from dataclasses import dataclass, field
from ssl import SSLContext
from typing import Any

from assemblyai_tools.transport.http import (
    IN_FLIGHT,
    ONE,
    UPLOADS_IN_FLIGHT,
    AsyncHttp,
    AsyncTransport,
    Response,
    create_ssl_context,
    no_cookies,
)

KEPT_SECONDS = 5.0
"""How long a connection that nobody uses is kept open; servers close theirs after some seconds too."""


@dataclass(slots=True)
class Pool:
    """Each connection belongs to an httpx client of its own.

    One that holds several compares them all with each other at every request, which took half of the time. The one
    that was used last is the next to be used, and those that were not for a while are closed. Uploads have a queue
    of their own, as they take minutes and would hold up every look at a job.
    """

    transport: AsyncTransport | None
    requests: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(IN_FLIGHT))
    uploads: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(UPLOADS_IN_FLIGHT))
    opened: list[AsyncHttp] = field(default_factory=list[AsyncHttp])
    idle: list[tuple[float, AsyncHttp]] = field(default_factory=list[tuple[float, AsyncHttp]])
    """Those that nobody uses, each with the loop's time since when, the longest first."""
    trust: SSLContext = field(default_factory=create_ssl_context)

    async def request(self, *, content: Any = None, **arguments: Any) -> Response:
        """Send one request, as httpx takes it, as soon as there is room."""
        async with self.requests if content is None else self.uploads:
            http = self.idle.pop()[1] if self.idle else self._open()
            try:
                response = await http.request(content=content, **arguments)
            finally:
                self.idle.append((asyncio.get_running_loop().time(), http))
            await self._close_unused()
            return response

    async def aclose(self) -> None:
        """Close all connections; what goes wrong with one keeps no other open."""
        await asyncio.gather(*(http.aclose() for http in self.opened), return_exceptions=True)

    def _open(self) -> AsyncHttp:
        http = AsyncHttp(transport=self.transport, limits=ONE, verify=self.trust, cookies=no_cookies())
        self.opened.append(http)
        return http

    async def _close_unused(self) -> None:
        oldest = asyncio.get_running_loop().time() - KEPT_SECONDS
        # Not one's own, which was used just now.
        while len(self.idle) > 1 and self.idle[0][0] < oldest:
            _, http = self.idle.pop(0)
            self.opened.remove(http)
            await http.aclose()
