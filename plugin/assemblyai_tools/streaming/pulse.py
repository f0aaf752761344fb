"""Notices a lost network that reports no error: pings are not answered, and nothing goes out."""

import asyncio
from collections.abc import Awaitable
from typing import Protocol

from assemblyai_tools.streaming.timing import Timing

PING_SECONDS = 5.0
"""Seconds between two pings, and for a sign of life after one."""


class Line(Protocol):
    """A connection that can be asked for a sign of life."""

    @property
    def moved(self) -> int:
        """How many messages went out or came in. A service that is busy with audio answers pings late."""
        ...

    async def ping(self) -> Awaitable[object]:
        """Send a ping. Await the result for its answer, or the end of the connection."""
        ...

    def give_up(self) -> None:
        """Break the connection off."""


async def watch(line: Line, timing: Timing) -> None:
    """Ping again and again, and give the connection up when there is no sign of life."""
    while True:
        await timing.sleep(PING_SECONDS)
        answer = asyncio.ensure_future(await line.ping())
        while not answer.done():
            moved = line.moved
            await timing.within(PING_SECONDS, asyncio.shield(answer))
            if not answer.done() and line.moved == moved:
                line.give_up()
                return
