"""Asks as late as possible whether a request may be sent, and ends it in time: others may send it some time later."""

from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from assemblyai_tools.transport.retry import Lost

T = TypeVar("T")


class Fence:
    """One request's. `ask` may wait, or raise an AssemblyAIError. `tells`: the transport calls it as its `trace`."""

    def __init__(self, ask: Callable[[], Awaitable[None]], *, tells: bool) -> None:
        self._ask = ask
        self._may_be_sent = not tells

    async def guard(self, send: Callable[[], Awaitable[T]], seconds: float) -> T | Lost:
        """Send the request if it may be, and wait so long for the reply in all, however it is being received."""
        import asyncio  # noqa: PLC0415 - the blocking client has no fence and does without

        await self._ask()
        try:
            async with asyncio.timeout(seconds):
                return await send()
        except TimeoutError:
            return Lost(sent=self._may_be_sent, reason=f"it took longer than {seconds:g} s")

    async def __call__(self, event: str, _info: Any) -> None:
        """As the `trace` of httpcore: ask once more when the connection is open and the body is about to be written."""
        if event.endswith(".send_request_body.started"):
            await self._ask()
            self._may_be_sent = True
