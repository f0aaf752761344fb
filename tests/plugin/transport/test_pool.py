import asyncio

import httpx
import pytest

from assemblyai_tools.transport import pool as pools
from assemblyai_tools.transport.http import IN_FLIGHT, UPLOADS_IN_FLIGHT
from assemblyai_tools.transport.pool import Pool

GET = {"method": "GET", "url": "http://service.test/"}
POST = {"method": "POST", "url": "http://service.test/"}


async def body():
    yield b"audio"


class Slow(httpx.AsyncBaseTransport):
    """Answers when it is told to; counts what is under way and who was closed."""

    def __init__(self, wanted=UPLOADS_IN_FLIGHT):
        self.wanted = wanted
        self.open, self.under_way, self.full, self.closed = asyncio.Event(), 0, asyncio.Event(), 0

    async def handle_async_request(self, request):
        if request.method == "POST":
            self.under_way += 1
            if self.under_way == self.wanted:
                self.full.set()
            await self.open.wait()
        return httpx.Response(200)

    async def aclose(self):
        self.closed += 1
        if self.closed == 1:
            raise RuntimeError("it would not close")


async def burst(pool, transport, number):
    """So many uploads at once, each on a connection of its own."""
    uploads = [asyncio.create_task(pool.request(content=body(), **POST)) for _ in range(number)]
    await transport.full.wait()
    transport.open.set()
    await asyncio.gather(*uploads)


async def test_uploads_do_not_hold_up_what_is_short():
    transport = Slow()
    pool = Pool(transport)
    async with asyncio.timeout(20):
        uploads = [
            asyncio.create_task(pool.request(content=body(), **POST)) for _ in range(UPLOADS_IN_FLIGHT + 5)
        ]
        await transport.full.wait()
        assert (await pool.request(**GET)).status_code == 200
        transport.open.set()
        await asyncio.gather(*uploads)
    assert len(pool.opened) <= UPLOADS_IN_FLIGHT + IN_FLIGHT


async def test_connections_that_nobody_uses_any_more_are_closed(monkeypatch):
    transport = Slow(5)
    transport.closed = 1  # the first that is closed would fail
    pool = Pool(transport)
    await burst(pool, transport, 5)
    assert len(pool.idle) == len(pool.opened) == 5
    monkeypatch.setattr(pools, "KEPT_SECONDS", -1.0)
    await pool.request(**GET)
    assert len(pool.idle) == len(pool.opened) == 1


async def test_closing_closes_them_all_even_if_one_fails():
    transport = Slow(3)
    pool = Pool(transport)
    await burst(pool, transport, 3)
    await pool.aclose()
    assert transport.closed == 3


async def test_a_request_that_fails_gives_its_connection_back():
    def fail(_request):
        raise httpx.ConnectError("refused")

    pool = Pool(httpx.MockTransport(fail))
    for _ in range(IN_FLIGHT + 1):
        with pytest.raises(httpx.ConnectError):
            await pool.request(**GET)
    assert len(pool.opened) == 1
