"""Runs the work for a reply until it is done, the client disconnects, or the deadline passes."""

import asyncio
from collections.abc import Coroutine
from typing import Any, TypeVar

from starlette.requests import ClientDisconnect, Request

from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError

T = TypeVar("T")

DEADLINE_SECONDS = 220.0
"""Seconds for one answer. A client with a timeout of four minutes still gets the reason why there is none."""


async def within_deadline(request: Request, work: Coroutine[Any, Any, T]) -> T:
    """Do the work, for 220 seconds at most. The request's body must have been read.

    Raises ReasoningUnavailableError when the deadline passes, and ClientDisconnect when the client disconnects.
    Either cancels the work, including its request to a language model.
    """
    working, disconnecting = asyncio.create_task(work), asyncio.create_task(_disconnected(request))
    both = (working, disconnecting)
    try:
        done, _ = await asyncio.wait(both, timeout=DEADLINE_SECONDS, return_when=asyncio.FIRST_COMPLETED)
        if working in done:
            return working.result()
        if disconnecting in done:
            raise ClientDisconnect
        raise ReasoningUnavailableError(
            f"The language model did not finish within {DEADLINE_SECONDS:.0f} seconds, so the request was given up: "
            "ask fewer questions at once, send a shorter transcript, or use a faster --llm-model."
        )
    finally:
        for task in both:
            task.cancel()
        await asyncio.gather(*both, return_exceptions=True)


async def _disconnected(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
