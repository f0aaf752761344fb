"""What only the async client does; test_client.py runs what both do on each."""

import asyncio
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr

from assemblyai_tools import AsyncClient, Client
from assemblyai_tools.flow import Reply, Request, send
from assemblyai_tools.transport.http import IN_FLIGHT

GET = Request("GET", "/v2/thing")
KEY = "sk-0123456789abcdef"


def test_one_async_client_serves_several_event_loops(settings):
    served = []

    class Transport(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request):
            served.append(asyncio.get_running_loop())
            return httpx.Response(200)

    client = AsyncClient(settings, transport=Transport())

    async def twice():
        first = await client.run(send(GET))
        second = await client.run(send(GET))
        await client.aclose()
        await client.aclose()  # harmless
        return [first, second]

    assert asyncio.run(twice()) + asyncio.run(twice()) == [Reply(200, b"")] * 4
    assert [served[0] is other for other in served] == [True, True, False, False]


def test_two_event_loops_at_the_same_time_do_not_share_connections(settings):
    pools = []

    async def call(client):
        await client.run(send(GET))
        pools.append(await client._pool())

    client = AsyncClient(settings, transport=httpx.MockTransport(lambda _request: httpx.Response(200)))
    with asyncio.Runner() as one, asyncio.Runner() as other:
        for runner in (one, other, one):
            runner.run(call(client))
        assert [pools[0] is pool for pool in pools] == [True, False, True]
        one.run(client.aclose())
        assert other.run(client.run(send(GET))) == Reply(200, b"")
        other.run(client.aclose())


async def test_async_runs_do_not_wait_for_each_other(settings):
    both = asyncio.Barrier(2)

    async def meet(_request):
        async with asyncio.timeout(5):
            await both.wait()
        return httpx.Response(200)

    async with AsyncClient(settings, transport=httpx.MockTransport(meet)) as client:
        replies = await asyncio.gather(client.run(send(GET)), client.run(send(GET)))
    assert replies == [Reply(200, b"")] * 2


async def test_a_cancelled_run_closes_its_flow(settings):
    waiting, closed = asyncio.Event(), []

    async def never(_request):
        waiting.set()
        await asyncio.Event().wait()

    def flow():
        try:
            yield GET
        finally:
            closed.append(True)

    async with AsyncClient(settings, transport=httpx.MockTransport(never)) as client:
        task = asyncio.create_task(client.run(flow()))
        await waiting.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert closed == [True]


async def test_without_settings_an_async_client_reads_the_environment(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", "from-the-environment")
    async with AsyncClient() as client:
        assert client.settings.require_key() == "from-the-environment"


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_other_settings_share_the_account_only_with_the_same_key(settings, kind):
    client = kind(settings)
    assert client.with_settings(replace(settings, allowed_dirs=())).watch is client.watch
    other = client.with_settings(replace(settings, api_key=SecretStr("the-other-account")))
    assert other.watch is not client.watch
    assert other.account.limits is not client.account.limits
    elsewhere = client.with_settings(replace(settings, base_url="http://elsewhere.test"))
    assert elsewhere.watch is not client.watch


def test_an_async_client_never_shows_the_key(settings, key):
    assert key not in repr(AsyncClient(settings))


async def test_sequential_requests_share_a_connection_and_concurrent_ones_are_limited(
    settings,
):
    under_way, most, gate, full = 0, 0, asyncio.Event(), asyncio.Event()

    async def slow(_request):
        nonlocal under_way, most
        under_way += 1
        most = max(most, under_way)
        if under_way == IN_FLIGHT:
            full.set()
        await gate.wait()
        under_way -= 1
        return httpx.Response(200)

    async with AsyncClient(settings, transport=httpx.MockTransport(slow)) as client:
        gate.set()
        for _ in range(3):
            await client.run(send(GET))
        pool = await client._pool()
        assert len(pool.opened) == 1
        gate.clear()
        runs = [asyncio.create_task(client.run(send(GET))) for _ in range(2 * IN_FLIGHT)]
        async with asyncio.timeout(20):
            await full.wait()
        gate.set()
        await asyncio.gather(*runs)
        assert (most, len(pool.opened)) == (IN_FLIGHT, IN_FLIGHT)
