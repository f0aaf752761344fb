"""Opens the connections of a stream, and decides how long to go on trying."""

import asyncio
import random
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Protocol, TypeAlias

from assemblyai_tools.errors import AssemblyAIError, RateLimitedError
from assemblyai_tools.streaming.address import Address
from assemblyai_tools.streaming.faults import RefusedError, UnreachableError
from assemblyai_tools.streaming.parameters import StreamParameters
from assemblyai_tools.streaming.refusals import Refusals
from assemblyai_tools.streaming.timing import Timing

OUTAGE_SECONDS = 75.0
"""Seconds for which a stream that has begun tries to go on after its connection was lost."""

FIRST_SECONDS = 5.0
"""Seconds for which a stream tries to open its first session."""

_FIRST_PAUSE = 0.5
"""Seconds before the second attempt, at most; each further pause is twice as long."""

_LONGEST_PAUSE = 5.0
"""Seconds between two attempts, at most."""

_STEADY_SECONDS = 10.0
"""Seconds after which a session counts as working, even if it told nothing."""

_MOST_FRUITLESS = 20
"""Sessions in a row that may be lost without a finished turn: the same audio may break each of them."""


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
    """The connections of one stream."""

    def __init__(self, address: Address, refusals: Refusals, timing: Timing, connect: Connect) -> None:
        self._address = address
        self._refusals = refusals
        self._timing = timing
        self._connect = connect
        self._attempt = 0
        self._since: float | None = None
        """Since when no session works."""
        self._fruitless = 0
        """Sessions that were lost since the last finished turn."""
        self.is_again = False
        """Whether there was a session before."""

    async def link(self, parameters: StreamParameters) -> Link:
        """An open connection. Raises the error of the last attempt, if none succeeds in time."""
        while True:
            try:
                return await self._connect(self._address, parameters)
            except RefusedError as refused:
                error = self._refusals.refused(refused.status, refused.body)
                may_pass = error.retryable and (self.is_again or not isinstance(error, RateLimitedError))
            except UnreachableError as lost:
                error, may_pass = self._refusals.lost(str(lost)), True
            if not may_pass:
                raise error
            await self._pause(error)

    async def pause(self, error: AssemblyAIError, lasted: float | None) -> None:
        """Wait before a session that follows a lost one, which lasted so many seconds; None: it never began."""
        if lasted is not None:
            self.is_again = True
            self._fruitless += 1
            if self._fruitless >= _MOST_FRUITLESS:
                raise error
            if lasted >= _STEADY_SECONDS:
                self._start_anew()
        await self._pause(error)

    def went_on(self) -> None:
        """A turn is finished, so the session works: a later loss starts a time of its own."""
        self._fruitless = 0
        self._start_anew()

    def _start_anew(self) -> None:
        self._attempt, self._since = 0, None

    async def _pause(self, error: AssemblyAIError) -> None:
        now = self._timing.clock()
        self._since = now if self._since is None else self._since
        longest = min(_LONGEST_PAUSE, _FIRST_PAUSE * 2**self._attempt)
        self._attempt += 1
        seconds = longest * (0.5 + random.random() / 2)  # noqa: S311 - so that many clients do not call at once
        limit = OUTAGE_SECONDS if self.is_again else FIRST_SECONDS
        if now + seconds - self._since > limit:
            raise error
        await self._timing.sleep(seconds)
