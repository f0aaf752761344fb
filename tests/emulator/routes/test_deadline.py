import asyncio

import anyio
import pytest
from starlette.requests import ClientDisconnect, Request

from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError
from assemblyai_emulator.routes import deadline
from assemblyai_emulator.routes.deadline import patiently


class Work:
    """Work that never ends by itself, and tells when it was cancelled."""

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.cancelled = False

    async def run(self) -> str:
        self.begun.set()
        try:
            return await asyncio.Future()
        except asyncio.CancelledError:
            self.cancelled = True
            raise


def request(receive) -> Request:
    return Request({"type": "http"}, receive)


async def staying():
    return await asyncio.Future()


async def test_work_that_ends_is_given():
    async def work():
        return "done"

    assert await patiently(request(staying), work()) == "done"


async def test_what_work_raises_is_raised():
    async def work():
        raise ReasoningUnavailableError("no")

    with pytest.raises(ReasoningUnavailableError, match="no"):
        await patiently(request(staying), work())


async def test_work_is_cancelled_when_its_caller_leaves():
    work = Work()
    messages = iter([{"type": "http.request", "body": b""}, {"type": "http.disconnect"}])

    async def leaving():
        await work.begun.wait()
        return next(messages)

    with anyio.fail_after(20), pytest.raises(ClientDisconnect):
        await patiently(request(leaving), work.run())
    assert work.cancelled


async def test_work_that_takes_too_long_is_cancelled_with_a_sentence(monkeypatch):
    monkeypatch.setattr(deadline, "LONGEST_SECONDS", 0.01)
    work = Work()
    with anyio.fail_after(20), pytest.raises(ReasoningUnavailableError, match="did not finish within"):
        await patiently(request(staying), work.run())
    assert work.cancelled


async def test_work_is_cancelled_with_its_request():
    work = Work()
    waiting = asyncio.create_task(patiently(request(staying), work.run()))
    await work.begun.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert work.cancelled


def test_a_client_that_waits_four_minutes_gets_the_sentence():
    assert deadline.LONGEST_SECONDS < 240
