"""Waits before what failed, and did nothing, is tried again: for as long as the service says, or longer and longer."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator

from assemblyai_tools.batch.rate import QUIET_SECONDS, Rate
from assemblyai_tools.errors import AssemblyAIError, PermissionDeniedError, RateLimitedError

PAUSES = (1.0, 2.0, 5.0, 10.0, 30.0, 60.0, 60.0, 60.0)
"""Seconds before each further try of what failed and did nothing."""

_REFUSED_SECONDS = 60.0
"""Seconds of silence after a 403; a second one for the same recording stops all work."""

_SLICE = 1.0
"""Seconds after which a wait looks whether the work has stopped."""

_TELL_SECONDS = 60.0
"""Seconds between two lines that say that the service limits the rate."""

_TOLD_SECONDS = 5.0
"""A silence of at least so many seconds is told, even if another machine or an earlier start met the limit."""

Sleep = Callable[[float], Awaitable[None]]


class Patience:
    """The waits of one worker. `tell` takes a line for people; a wait ends early once `is_halted`."""

    def __init__(
        self, rate: Rate, tell: Callable[[str], object], is_halted: Callable[[], bool], sleep: Sleep
    ) -> None:
        self._rate = rate
        self._tell = tell
        self.is_halted = is_halted
        """Tells whether nothing is sent any more."""
        self._sleep = sleep
        self._told = float("-inf")

    async def pause(self, seconds: float) -> None:
        """Wait, but no longer than the work goes on."""
        while seconds > 0 and not self.is_halted():
            await self._sleep(min(seconds, _SLICE))
            seconds -= _SLICE

    def check(self) -> None:
        """Raise an AssemblyAIError once the work has stopped."""
        if self.is_halted():
            raise AssemblyAIError("The work has stopped before this recording was sent.")

    async def while_quiet(self) -> None:
        """Wait as long as a 429 told any of the machines to."""
        left = await self._rate.quiet_left()
        if left >= _TOLD_SECONDS:
            self._say(left)
        await self.pause(left)

    async def may_pass(self, failure: AssemblyAIError, pauses: Iterator[float]) -> bool:
        """Wait before another try; False if it would be of no use."""
        if isinstance(failure, RateLimitedError):
            await self._silence(QUIET_SECONDS if failure.retry_after is None else failure.retry_after)
            return True
        if isinstance(failure, PermissionDeniedError):
            # Above its limit the service may also say 403, as it does to a key that may never do this.
            is_first = next(pauses, None) == PAUSES[0]
            if is_first:
                await self._silence(_REFUSED_SECONDS)
            return is_first
        pause = next(pauses, None) if failure.retryable else None
        if pause is None:
            return False
        await self.pause(pause)
        return True

    async def _silence(self, seconds: float) -> None:
        self._say(seconds)
        await self._rate.quiet(seconds)
        await self.while_quiet()

    def _say(self, seconds: float) -> None:
        now = asyncio.get_running_loop().time()
        if now >= self._told + _TELL_SECONDS:
            self._told = now
            self._tell(f"AssemblyAI limits the rate; waiting {seconds:.0f} s.")
