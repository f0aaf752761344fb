"""How long an answer is worked on: while its caller waits for it, and not beyond what callers wait."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

T = TypeVar("T")

# A client that waits four minutes shall hear why there is no answer.
LONGEST_SECONDS = 220.0


async def patiently(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do the work, for 220 seconds at most; the request's body must have been read.

    Raises ReasoningUnavailableError when the time is over, and ClientDisconnect when the caller has left: then
    the work is cancelled, with what it had asked of a language model.
    """
    working, leaving = asyncio.create_task(work), asyncio.create_task(_left(request))
    both = (working, leaving)
    try:
        done, _ = await asyncio.wait(both, timeout=LONGEST_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if working in done:
            return working.result()
        if leaving in done:
            raise ClientDisconnect
        raise ReasoningUnavailableError(
            f"The language model did not finish within {LONGEST_SECONDS:.0f} seconds, so the request was given up: "
            "ask fewer questions at once, send a shorter transcript, or use a faster --llm-model."
        )
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _left(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
