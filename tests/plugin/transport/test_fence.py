"""A fenced call asks as late as possible whether it may be sent, and must end within a time from then on."""

import asyncio
from contextlib import asynccontextmanager

import httpx

from assemblyai_tools import AssemblyAIError
from assemblyai_tools.transport.call import Answer, Call
from assemblyai_tools.transport.http import IN_FLIGHT, AsyncHttp, Connections
from assemblyai_tools.transport.pool import Pool
from assemblyai_tools.transport.retry import Lost

BODY = b'{"a":1}'


def call(url="http://service.test/", timeout=30.0, **more):
    return Call("POST", url, headers={}, query={}, json={"a": 1}, file=None, timeout=timeout, **more)


@asynccontextmanager
async def service(reply=b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n"):
    """A server on this machine; gives its address and what each connection sent."""
    received, ended = [], asyncio.Event()

    async def serve(reader, writer):
        received.append(b"")
        while data := await reader.read(65536):
            received[-1] += data
            if reply and received[-1].endswith(BODY):
                writer.write(reply)
        writer.close()
        ended.set()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}/", received, ended
    finally:
        server.close()


async def test_it_is_asked_when_the_connection_is_open_and_nothing_that_counts_is_written():
    async with service() as (url, received, _):
        seen = []

        async def fence():
            seen.append(list(received))

        http = AsyncHttp(None, Connections())
        assert isinstance(await http.send(call(url, fence=fence), None), Answer)
        await http.aclose()
        assert len(seen) == 2
        assert seen[0] == []
        assert not any(BODY in one for one in seen[1])
        assert received[0].endswith(BODY)


async def test_a_call_that_may_not_be_sent_any_more_when_the_connection_is_open_is_not_sent():
    async with service() as (url, received, ended):
        asked = []

        async def fence():
            asked.append(1)
            if len(asked) == 2:
                raise AssemblyAIError("too late")

        http = AsyncHttp(None, Connections())
        outcome = await http.send(call(url, fence=fence), None)
        await http.aclose()
        await ended.wait()
        assert str(outcome) == "too late"
        assert BODY not in received[0]


async def yes():
    """It may be sent."""


async def test_one_that_gets_no_reply_in_time_may_have_been_carried_out():
    async with service(reply=None) as (url, received, ended):
        http = AsyncHttp(None, Connections())
        outcome = await http.send(call(url, timeout=0.2, fence=yes), None)
        assert outcome == Lost(sent=True, reason="it took longer than 0.2 s")
        await http.aclose()
        await ended.wait()
        assert received[0].endswith(BODY)


async def test_one_that_found_no_connection_in_time_was_not_sent(monkeypatch):
    async def never(*_arguments):
        await asyncio.Event().wait()

    monkeypatch.setattr("httpcore.AsyncConnectionPool.handle_async_request", never)
    http = AsyncHttp(None, Connections())
    outcome = await http.send(call("http://127.0.0.1:9/", timeout=0.01, fence=yes), None)
    assert isinstance(outcome, Lost)
    assert not outcome.sent
    await http.aclose()


async def test_of_a_transport_of_ones_own_it_is_not_known_whether_it_was_sent():
    async def never(_request):
        await asyncio.Event().wait()

    http = AsyncHttp(httpx.MockTransport(never), Connections())
    outcome = await http.send(call(timeout=0.01, fence=yes), None)
    assert outcome == Lost(sent=True, reason="it took longer than 0.01 s")
    await http.aclose()


async def test_it_is_not_asked_before_there_is_room_for_the_call():
    go, asked, full, under_way = asyncio.Event(), [], asyncio.Event(), []

    async def slow(_request):
        under_way.append(1)
        if len(under_way) == IN_FLIGHT:
            full.set()
        await go.wait()
        return httpx.Response(200)

    async def fence():
        asked.append(go.is_set())

    pool = Pool(httpx.MockTransport(slow))
    others = [asyncio.create_task(pool.send(call(), None)) for _ in range(IN_FLIGHT)]
    await full.wait()
    fenced = asyncio.create_task(pool.send(call(fence=fence), None))
    for _ in range(5):
        await asyncio.sleep(0)
    assert asked == []
    go.set()
    await asyncio.gather(fenced, *others)
    assert asked == [True]
    await pool.aclose()
