import asyncio

import anyio
import pytest
from starlette.requests import ClientDisconnect, Request

from assemblyai_emulator.reasoning.reasoner import ReasoningUnavailableError
from assemblyai_emulator.routes import deadline
from assemblyai_emulator.routes.deadline import within_deadline


class Work:
    """Work that never ends by itself and records that it was cancelled."""

    def __init__(self) -> None:
        self.started = asyncio.Event()
        self.cancelled = False

    async def run(self) -> str:
        self.started.set()
        try:
            return await asyncio.Future()
        except asyncio.CancelledError:
            self.cancelled = True
            raise


def request(receive) -> Request:
    return Request({"type": "http"}, receive)


async def stays_connected():
    return await asyncio.Future()


async def test_the_result_of_the_work_is_returned():
    async def work():
        return "done"

    assert await within_deadline(request(stays_connected), work()) == "done"


async def test_an_error_of_the_work_is_raised():
    async def work():
        raise ReasoningUnavailableError("no")

    with pytest.raises(ReasoningUnavailableError, match="no"):
        await within_deadline(request(stays_connected), work())


async def test_work_is_cancelled_when_the_client_disconnects():
    work = Work()
    messages = iter([{"type": "http.request", "body": b""}, {"type": "http.disconnect"}])

    async def disconnects():
        await work.started.wait()
        return next(messages)

    with anyio.fail_after(20), pytest.raises(ClientDisconnect):
        await within_deadline(request(disconnects), work.run())
    assert work.cancelled


async def test_work_is_cancelled_at_the_deadline_with_an_error(monkeypatch):
    monkeypatch.setattr(deadline, "DEADLINE_SECONDS", 0.01)
    work = Work()
    with anyio.fail_after(20), pytest.raises(ReasoningUnavailableError, match="did not finish within"):
        await within_deadline(request(stays_connected), work.run())
    assert work.cancelled


async def test_work_is_cancelled_with_the_request():
    work = Work()
    waiting = asyncio.create_task(within_deadline(request(stays_connected), work.run()))
    await work.started.wait()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert work.cancelled


def test_a_client_with_a_timeout_of_four_minutes_still_gets_the_error():
    assert deadline.DEADLINE_SECONDS < 240
