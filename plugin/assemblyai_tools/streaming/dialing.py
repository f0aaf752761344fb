"""Opens the connections of a stream, one after another, as long as one is needed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, Protocol, TypeAlias

from assemblyai_tools.errors import AssemblyAIError, RateLimitedError
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.faults import RefusedError, UnreachableError
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.reconnection import Reconnection
from assemblyai_tools.streaming.refusals import Refusals
from assemblyai_tools.streaming.timing import Timing


class Link(Protocol):
    """An open connection: as `connection.Connection`."""

    async def send(self, message: bytes | str) -> None:
        """Send a message. Raises a ClosedError."""

    async def receive(self) -> bytes | str:
        """The next message. Raises a ClosedError."""
        ...

    async def close(self) -> None:
        """Close the connection."""


Connect: TypeAlias = Callable[[Address, StreamParameters], Awaitable[Link]]
"""Opens a connection. Raises a RefusedError, an UnreachableError or an AssemblyAIError."""


async def connect_websocket(address: Address, parameters: StreamParameters) -> Link:
    """Open a WebSocket; the library is imported at the first one."""
    module = await asyncio.to_thread(import_module, "assemblyai_tools.streaming.connection")
    link: Link = await module.open_connection(address, parameters)
    return link


class Dialing:
    """The connections of one stream. `is_over` says whether a new one would have nothing to tell."""

    def __init__(
        self,
        address: Address,
        refusals: Refusals,
        timing: Timing,
        connect: Connect,
        *,
        is_over: Callable[[], bool],
    ) -> None:
        self._address = address
        self._refusals = refusals
        self._timing = timing
        self._connect = connect
        self._is_over = is_over
        self._changed = asyncio.Event()
        """`is_over` may have changed."""
        self._opening: asyncio.Future[Link] | None = None
        self._attempts = Reconnection()

    @property
    def is_again(self) -> bool:
        """Whether there was a session before."""
        return self._attempts.is_again

    async def link(self, parameters: StreamParameters) -> Link | None:
        """An open connection; None if no further one is needed. Raises the error of the last attempt."""
        while not self._is_over():
            self._opening = asyncio.ensure_future(self._connect(self._address, parameters))
            if not await self._or_over(self._opening):
                return None
            try:
                link = self._opening.result()
            except RefusedError as refused:
                error = self._refusals.refused(refused.status, refused.body)
                may_pass = error.retryable and (self.is_again or not isinstance(error, RateLimitedError))
            except UnreachableError as lost:
                error, may_pass = self._refusals.lost(str(lost)), True
            else:
                self._opening = None
                return link
            self._opening = None
            if not may_pass:
                raise error
            await self.pause(error)
        return None

    async def opened(self) -> Link | None:
        """The connection that was being opened when its stream was ended; None if there is none.

        It may have become a session, which is billed until it is ended. So the attempt is not broken off.
        """
        if self._opening is not None:
            with suppress(RefusedError, UnreachableError, AssemblyAIError):
                return await self._opening
        return None

    def lost(self, error: AssemblyAIError, lasted: float | None, acknowledged_ms: int) -> None:
        """Take notice of a lost session, which lasted so many seconds; None: it never began. May raise the error."""
        if lasted is not None:
            self._attempts.lost(error, lasted, acknowledged_ms)

    async def pause(self, error: AssemblyAIError) -> None:
        """Wait before the next attempt, or until no further one is needed. Raises the error if it was the last."""
        sleeping = asyncio.ensure_future(
            self._timing.sleep(self._attempts.pause(error, self._timing.clock()))
        )
        try:
            await self._or_over(sleeping)
        finally:
            sleeping.cancel()

    def look_again(self) -> None:
        """See whether a connection is still needed."""
        self._changed.set()

    async def _or_over(self, work: "asyncio.Future[Any]") -> bool:
        """Wait for work; it goes on if the waiting is cancelled. False: no further connection is needed."""
        while not work.done():
            if self._is_over():
                return False
            self._changed.clear()
            news = asyncio.ensure_future(self._changed.wait())
            try:
                await asyncio.wait({work, news}, return_when=asyncio.FIRST_COMPLETED)
            finally:
                news.cancel()
        return True
