"""Calls with one key share an account; calls with different keys share nothing."""

import asyncio
import gc
import json
import weakref
from collections import Counter
from dataclasses import replace

import httpx
import pytest
from pydantic import SecretStr

from assemblyai_tools import Accounts, AsyncClient, get_transcript, list_transcripts
from assemblyai_tools.waiting.watch import Watch


def transcript_of(key, number):
    """The id of one of a key's transcripts; it tells the accounts apart without holding the key."""
    return f"{key.partition('-')[0]}-{number}"


class Service:
    """Every transcript is processing until `ended` is set. Counts the requests by key and path."""

    def __init__(self):
        self.ended, self.requests, self.cookies = False, Counter(), set()

    def __call__(self, request):
        key = request.headers["Authorization"]
        self.requests[key, request.url.path] += 1
        self.cookies.add(request.headers.get("Cookie"))
        status = "completed" if self.ended else "processing"
        rows = [{"id": transcript_of(key, number), "status": status} for number in range(20)]
        body = {"transcripts": rows} if request.url.path == "/v2/transcript" else None
        if body is None:
            body = {"id": request.url.path.rsplit("/", 1)[-1], "status": status}
        return httpx.Response(200, headers={"Set-Cookie": f"account={key}"}, content=json.dumps(body))

    def of(self, key):
        """How often a key polled the list, and how often it read single transcripts."""
        paths = {path: number for (asked, path), number in self.requests.items() if asked == key}
        polls = paths.pop("/v2/transcript", 0)
        return polls, sum(paths.values())


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def rounds(service):
    """A `sleep` that ends every transcript after 400 pauses of the clients."""
    left = [400]

    async def sleep(_seconds):
        left[0] -= 1
        service.ended = left[0] <= 0
        await asyncio.sleep(0)

    return sleep


@pytest.fixture
def clock():
    class Clock:
        now = 0.0

        def __call__(self):
            return self.now

    return Clock()


@pytest.fixture
def host(settings, service, rounds):
    return AsyncClient(settings, sleep=rounds, transport=httpx.MockTransport(service))


def of(settings, key):
    return replace(settings, api_key=SecretStr(key))


async def wait(accounts, settings, number):
    """One call with its own client, as in a server."""
    key = settings.api_key.get_secret_value()
    return await accounts.client(settings).run(
        get_transcript(transcript_id=transcript_of(key, number), wait_seconds=600)
    )


async def test_waiting_calls_with_one_key_share_polls_and_two_keys_never_do(settings, host, service):
    accounts = Accounts(host)
    keys = ("first-guest", "second-guest")
    calls = [wait(accounts, of(settings, key), number) for key in keys for number in range(20)]
    views = await asyncio.gather(*calls)
    assert {view.status for view in views} == {"completed"}
    for key in keys:
        polls, reads = service.of(key)
        assert polls >= 1, "each key's waits poll that key's own list"
        assert reads <= 2 * 20, "the first read and the result, and no polls of single transcripts"
    assert {path.rsplit("/", 1)[-1].rsplit("-", 1)[0] for _, path in service.requests} == {
        "transcript",
        "first",
        "second",
    }
    assert service.cookies == {None}
    await accounts.aclose()


async def test_a_key_finds_its_own_account_again_and_no_other(settings, host):
    accounts = Accounts(host)
    first, again, other = (accounts.client(of(settings, key)) for key in ("a", "a", "b"))
    elsewhere = accounts.client(replace(of(settings, "a"), base_url="http://elsewhere.test"))
    assert first._account is again._account
    assert first.watch is again.watch
    assert len({id(one._account) for one in (first, other, elsewhere, host)}) == 4
    await accounts.aclose()


async def test_the_clients_own_key_keeps_its_own_account(settings, host):
    accounts = Accounts(host)
    assert accounts.client(replace(settings, allowed_dirs=()))._account is host._account
    assert accounts._accounts == {}


async def test_no_key_is_stored(settings, host):
    accounts = Accounts(host)
    await accounts.client(of(settings, "the-guests-secret")).run(list_transcripts())
    assert "the-guests-secret" not in repr(vars(accounts))
    assert all(b"the-guests-secret" not in digest for digest in accounts._accounts)
    await accounts.aclose()


async def test_an_idle_account_is_dropped_and_its_connections_closed(settings, host, clock):
    accounts = Accounts(host, idle_seconds=60, clock=clock)
    client = accounts.client(of(settings, "a"))
    await client.run(list_transcripts())
    (pool,) = client._account.pools.values()
    clock.now = 60.0
    accounts.client(of(settings, "b"))
    await asyncio.gather(*accounts._closing)
    assert len(accounts._accounts) == 1
    assert len(client._account.pools) == 0
    assert [http._http.is_closed for http in pool.opened] == [True]
    await accounts.aclose()


async def test_the_least_recently_used_account_is_dropped_if_there_are_too_many(settings, host):
    accounts = Accounts(host, most=2)
    first = accounts.client(of(settings, "a"))
    for key in ("b", "a", "c"):
        accounts.client(of(settings, key))
    assert len(accounts._accounts) == 2
    assert accounts.client(of(settings, "a"))._account is first._account
    await accounts.aclose()


async def test_made_up_keys_do_not_displace_an_account_that_works(settings, host, service):
    service.ended = True
    accounts = Accounts(host, most=3)
    honest = accounts.client(of(settings, "honest"))
    await honest.run(get_transcript(transcript_id="t1"))
    for number in range(9):
        accounts.client(of(settings, f"made-up-{number}"))
    assert accounts.client(of(settings, "honest"))._account is honest._account
    assert len(accounts._accounts) == 3
    await accounts.aclose()


async def test_connections_are_closed_without_another_call_and_the_account_is_dropped_later(
    settings, host, clock
):
    accounts = Accounts(host, idle_seconds=60, clock=clock)
    client = accounts.client(of(settings, "a"))
    await client.run(list_transcripts())
    for seconds, kept in ((30.0, 1), (60.0, 0)):
        clock.now = seconds
        (timer,) = accounts._tidying.values()
        timer._run()
        timer.cancel()
        assert (len(client._account.pools), len(accounts._accounts)) == (0, kept), "no call can use them now"
        await asyncio.gather(*accounts._closing)
    assert len(accounts._tidying) == 0, "nothing is left to look after"
    await accounts.aclose()


async def test_a_running_call_keeps_its_connections(settings, host, clock):
    accounts = Accounts(host, idle_seconds=60, clock=clock)
    waiting = asyncio.create_task(wait(accounts, of(settings, "a"), 1))
    await asyncio.sleep(0)
    clock.now = 1000.0
    for timer in accounts._tidying.values():
        timer.cancel()
    accounts._tidy()
    assert (len(accounts._accounts), accounts._closing) == (1, set())
    await waiting
    await accounts.aclose()


async def test_an_account_with_a_call_under_way_is_not_dropped(settings, host, clock):
    accounts = Accounts(host, most=1, idle_seconds=60, clock=clock)
    waiting = asyncio.create_task(wait(accounts, of(settings, "a"), 1))
    await asyncio.sleep(0)
    clock.now = 1000.0
    accounts.client(of(settings, "b"))
    assert len(accounts._accounts) == 2
    await waiting
    accounts.client(of(settings, "c"))
    assert len(accounts._accounts) == 1
    await accounts.aclose()


async def test_new_watch_makes_one_poller_per_account(settings, host):
    made = []

    def new_watch():
        made.append(Watch())
        return made[-1]

    accounts = Accounts(host, new_watch=new_watch)
    assert accounts.client(of(settings, "a")).watch is made[0]
    accounts.client(of(settings, "a"))
    assert len(made) == 1
    await accounts.aclose()


async def test_closing_ends_the_connections_and_keeps_the_accounts(settings, host):
    accounts = Accounts(host)
    client = accounts.client(of(settings, "a"))
    await client.run(list_transcripts())
    (pool,) = client.account.pools.values()
    await accounts.aclose()
    assert [http._http.is_closed for http in pool.opened] == [True]
    assert accounts.client(of(settings, "a")).account is client.account
    await accounts.aclose()


def test_event_loops_and_threads_share_an_account_and_each_loop_closes_its_own_connections(
    settings, host, clock
):
    accounts, used = Accounts(host, idle_seconds=60, clock=clock), []

    async def call():
        client = accounts.client(of(settings, "a"))
        await client.run(list_transcripts())
        used.append((client.account, *client.account.pools.values()))

    with asyncio.Runner() as first, asyncio.Runner() as second:
        first.run(call())
        second.run(call())
        assert used[0][0] is used[1][0] is accounts.account(of(settings, "a"))
        clock.now = 60.0
        accounts.account(of(settings, "b"))  # in a thread without an event loop; it drops the idle account
        assert len(accounts._accounts) == 1
        for runner in (first, second):
            runner.run(asyncio.sleep(0))
            runner.run(asyncio.sleep(0))
        assert all(http._http.is_closed for pool in used[1][1:] for http in pool.opened)
        assert len(used[0][0].pools) == 0


def test_the_connections_of_a_loop_that_has_ended_need_no_closing(settings, host, clock):
    accounts = Accounts(host, idle_seconds=60, clock=clock)

    async def call():
        await accounts.client(of(settings, "a")).run(list_transcripts())

    asyncio.run(call())
    clock.now = 60.0
    assert accounts.account(of(settings, "b")) is not None
    assert len(accounts._accounts) == 1


async def test_a_timer_does_not_keep_accounts_alive(settings, host):
    accounts = Accounts(host)
    accounts.client(of(settings, "a"))
    (timer,) = accounts._tidying.values()
    gone = weakref.ref(accounts)
    del accounts
    gc.collect()
    assert gone() is None
    timer._run()
    timer.cancel()


async def test_a_key_that_the_service_answered_is_told_from_one_that_nobody_has_used(settings, host):
    accounts = Accounts(host)
    used, unused = of(settings, "used"), of(settings, "unused")
    client = accounts.client(used)
    assert (client.is_answered, accounts.is_answered(used)) == (False, False)
    await client.run(list_transcripts())
    assert (client.is_answered, accounts.is_answered(used), accounts.is_answered(unused)) == (
        True,
        True,
        False,
    )
    assert len(accounts._accounts) == 1, "asking opens no account"
    await accounts.aclose()
