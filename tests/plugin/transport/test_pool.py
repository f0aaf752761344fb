import asyncio

import httpx

from assemblyai_tools.transport import pool as pools
from assemblyai_tools.transport.call import Call
from assemblyai_tools.transport.http import IN_FLIGHT
from assemblyai_tools.transport.pool import UPLOADS_IN_FLIGHT, Pool
from assemblyai_tools.transport.retry import Lost


def call(method):
    return Call(method, "http://service.test/", headers={}, query={}, json=None, file=None, timeout=5.0)


GET, POST = call("GET"), call("POST")


async def body():
    yield b"audio"


class Slow(httpx.AsyncBaseTransport):
    """Replies when told to; counts the requests under way and the connections that were closed."""

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
    """`number` uploads at once, each on a connection of its own."""
    uploads = [asyncio.create_task(pool.send(POST, body())) for _ in range(number)]
    await transport.full.wait()
    transport.open.set()
    await asyncio.gather(*uploads)


async def test_uploads_do_not_hold_up_short_requests():
    transport = Slow()
    pool = Pool(transport)
    async with asyncio.timeout(20):
        uploads = [asyncio.create_task(pool.send(POST, body())) for _ in range(UPLOADS_IN_FLIGHT + 5)]
        await transport.full.wait()
        assert (await pool.send(GET, None)).status == 200
        transport.open.set()
        await asyncio.gather(*uploads)
    assert len(pool.opened) <= UPLOADS_IN_FLIGHT + IN_FLIGHT


async def test_unused_connections_are_closed(monkeypatch):
    transport = Slow(5)
    transport.closed = 1  # the first that is closed would fail
    pool = Pool(transport)
    await burst(pool, transport, 5)
    assert len(pool.idle) == len(pool.opened) == 5
    monkeypatch.setattr(pools, "KEPT_SECONDS", -1.0)
    await pool.send(GET, None)
    assert len(pool.idle) == len(pool.opened) == 1


async def test_closing_the_pool_closes_every_connection_even_if_one_fails():
    transport = Slow(3)
    pool = Pool(transport)
    await burst(pool, transport, 3)
    await pool.aclose()
    assert transport.closed == 3


async def test_a_request_that_fails_returns_its_connection():
    def fail(_request):
        raise httpx.ConnectError("refused")

    pool = Pool(httpx.MockTransport(fail))
    for _ in range(IN_FLIGHT + 1):
        assert await pool.send(GET, None) == Lost(sent=False, reason="refused")
    assert len(pool.opened) == 1
