"""One walk through the list finds the jobs of all recordings in doubt, and serves only those that had settled."""

import asyncio
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import httpx
import pytest

from assemblyai_tools import AsyncClient, BadRequestError
from assemblyai_tools.batch import finder as module
from assemblyai_tools.batch.finder import Finder, Sought

NOW = datetime.now(UTC)


def job(service, name, url, *, age=0.0, **more):
    created = (NOW - timedelta(seconds=age)).isoformat()
    service.jobs = {
        name: {"id": name, "status": "completed", "audio_url": url, "created": created, **more}
    } | service.jobs


def sought(url, *, own=True, age=0.0, **options):
    return Sought({"audio_url": url, **options}, NOW.timestamp() - age, own_upload=own)


@pytest.fixture
async def find(settings, service):
    """Look for several jobs at once; gives the finder, too."""
    known = set()

    async def is_known(name):
        return name in known

    client = AsyncClient(settings, transport=httpx.MockTransport(service))
    finder = Finder(client, is_known, settle_seconds=0.0)

    async def run(*jobs):
        return await asyncio.gather(*(finder.find(one) for one in jobs))

    yield SimpleNamespace(run=run, finder=finder, known=known)
    await finder.aclose()
    await client.aclose()


async def test_one_walk_serves_all(find, service):
    for number in range(450):
        job(service, f"t{number}", f"https://cdn.test/{number}", age=number)
    found = await find.run(*(sought(f"https://cdn.test/{number}", age=449) for number in (3, 222, 449, 999)))
    assert found == ["t3", "t222", "t449", None]
    assert find.finder.walks == 1
    assert service.requests == ["GET /v2/transcript"] * 3


async def test_a_walk_ends_when_all_are_found_or_too_old(find, service):
    for number in range(450):
        job(service, f"t{number}", f"https://cdn.test/{number}", age=number * 10)
    assert await find.run(sought("https://cdn.test/3", age=9_000)) == ["t3"]
    assert len(service.requests) == 1
    assert await find.run(sought("https://cdn.test/none", age=0)) == [None]
    assert len(service.requests) == 2


async def test_a_walk_under_way_does_not_serve_what_settles_later(find, service, monkeypatch):
    clock = SimpleNamespace(now=0.0)
    loop = asyncio.get_running_loop()
    monkeypatch.setattr(loop, "time", lambda: clock.now)
    find.finder._settle_seconds = 10.0
    pauses = []

    async def sleep(seconds):
        pauses.append(seconds)
        clock.now += seconds

    monkeypatch.setattr(module, "asyncio", SimpleNamespace(**{**vars(asyncio), "sleep": sleep}))
    first = asyncio.ensure_future(find.finder.find(sought("https://cdn.test/1")))
    assert await first is None
    # The job comes into the list after the first walk; one who asks later gets a walk of its own.
    job(service, "t2", "https://cdn.test/2")
    assert await find.finder.find(sought("https://cdn.test/2")) == "t2"
    assert find.finder.walks == 2
    assert pauses == [10.0, 10.0]


async def test_of_a_public_url_a_job_counts_only_if_it_can_be_ours(find, service):
    url = "https://example.com/a.mp3"
    job(service, "old", url, age=4_000)
    job(service, "failed", url, status="error")
    job(service, "known", url)
    job(service, "other", url, speaker_labels=True)
    find.known.add("known")
    assert await find.run(sought(url, own=False, age=0)) == [None]
    job(service, "ours", url, disfluencies=True)
    assert await find.run(sought(url, own=False, disfluencies=True)) == ["ours"]


async def test_all_get_the_error_of_a_list_that_cannot_be_read(find, service, monkeypatch):
    refused = httpx.Response(400, json={"error": "no"})
    monkeypatch.setattr(type(service), "__call__", lambda _self, _request: refused)
    left = asyncio.ensure_future(find.finder.find(sought("https://cdn.test/0")))
    await asyncio.sleep(0)
    left.cancel()  # nobody waits for this answer any more
    outcomes = await asyncio.gather(
        *(find.finder.find(sought(f"https://cdn.test/{number}")) for number in (1, 2)), return_exceptions=True
    )
    assert [type(one) for one in outcomes] == [BadRequestError] * 2


async def test_a_walk_that_fails_for_any_reason_leaves_nobody_waiting(find, service, monkeypatch):
    def broken(_self, _request):
        raise RuntimeError("a bug")

    monkeypatch.setattr(type(service), "__call__", broken)
    async with asyncio.timeout(10):
        outcomes = await asyncio.gather(
            *(find.finder.find(sought(f"https://cdn.test/{n}")) for n in (1, 2)), return_exceptions=True
        )
    assert [str(one) for one in outcomes] == ["a bug"] * 2
