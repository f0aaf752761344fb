"""What an account no longer listens to does not slow down what it listens to next."""

import asyncio
import json

import httpx
import pytest
from mcp import Client
from tests.mcp_server.conftest import COMPLETED, OTHER_KEY
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import Host, TakesTasks
from tests.mcp_server.tasks.test_extension import DECLARED, declaring

from assemblyai_mcp import ToolServer
from assemblyai_mcp.tasks import listening
from assemblyai_tools import AsyncClient

pytestmark = pytest.mark.usefixtures("pauses")

FULL_SPEED = [1.0, 1.0]
"""The pauses before the second and the third look at the only task: it is looked at once before any pause."""


class Jobs:
    """A service that makes a job of each order. A job ends with the third look at it after `ends` was set."""

    def __init__(self):
        self.looks, self.ends, self.looked_at = [], True, asyncio.Event()

    def __call__(self, request):
        if request.method == "POST":
            self.looks.append(-1)  # the look that comes with the call
            return httpx.Response(200, json={"id": f"t{len(self.looks) - 1}", "status": "queued"})
        job = int(request.url.path.rsplit("/t")[-1])
        self.looks[job] += self.ends
        if not self.ends:
            self.looked_at.set()
        status = "completed" if self.looks[job] >= 3 else "processing"
        return httpx.Response(200, json=COMPLETED | {"id": f"t{job}", "status": status})


@pytest.fixture
def jobs():
    return Jobs()


@pytest.fixture
async def client(settings, jobs):
    server = ToolServer(AsyncClient(settings, transport=httpx.MockTransport(jobs)))
    async with Client(server, mode="2026-07-28", extensions=[TakesTasks()]) as connected:
        yield Host(connected)


async def begun(client, count):
    calls = [{"audio": f"https://example.com/{number}.mp3"} for number in range(count)]
    return [(await client.call("transcribe", **call))["taskId"] for call in calls]


async def pauses_of(client, pauses, task_ids):
    """The pauses of one request that listens to these tasks."""
    del pauses[:]
    await client.ask("subscriptions/listen", notifications={"taskIds": task_ids})
    return list(pauses)


async def test_after_tasks_that_have_ended_a_new_one_is_looked_at_at_full_speed(client, pauses):
    *several, last = await begun(client, 41)
    halves = [pauses_of(client, pauses, half) for half in (several[:20], several[20:])]
    slowest = max(map(max, await asyncio.gather(*halves)))
    assert slowest == 2.0  # forty tasks, twenty looks a second
    assert await pauses_of(client, pauses, [last]) == FULL_SPEED


async def test_after_tasks_whose_stream_has_ended_a_new_one_is_looked_at_at_full_speed(
    client, jobs, pauses, monkeypatch
):
    *several, last = await begun(client, 41)
    jobs.ends = False
    with monkeypatch.context() as patched:
        patched.setattr(listening, "LONGEST_SECONDS", 0)
        await pauses_of(client, pauses, several)
    jobs.ends = True
    assert await pauses_of(client, pauses, [last]) == FULL_SPEED


async def test_after_tasks_whose_listener_has_left_a_new_one_is_looked_at_at_full_speed(client, jobs, pauses):
    *several, last = await begun(client, 41)
    jobs.ends = False
    listener = asyncio.create_task(pauses_of(client, pauses, several))
    await jobs.looked_at.wait()
    listener.cancel()
    await asyncio.wait([listener])
    for _ in range(50):  # the server hears of it
        await asyncio.sleep(0)
    jobs.ends = True
    assert await pauses_of(client, pauses, [last]) == FULL_SPEED


def test_over_http_what_one_account_listens_to_does_not_slow_down_another(served, account, monkeypatch):
    async def for_ever(seconds):
        assert seconds >= 1, "a pause before the first look"
        await asyncio.Event().wait()

    def request(bearer, method, about=None, **params):
        headers, body = modern(method, about, **params)
        return headers | {"Authorization": f"Bearer {bearer}"}, declaring(body, DECLARED)

    def listens_to_a_task(bearer):
        call = {"name": "get_transcript", "arguments": {"transcript_id": "t1", "wait_seconds": 45}}
        task = post(url, *request(bearer, "tools/call", "get_transcript", **call)).json()["result"]
        return request(bearer, "subscriptions/listen", notifications={"taskIds": [task["taskId"]]})

    monkeypatch.setattr(listening, "sleep", for_ever)
    account.statuses["t1"] = "processing"
    with served() as url:
        headers, body = listens_to_a_task("sk-one-account")
        other = listens_to_a_task(OTHER_KEY)
        content = json.dumps(body)
        with httpx.stream("POST", f"{url}/mcp", headers=headers, content=content, timeout=30) as stream:
            lines = stream.iter_lines()  # the stream is open for as long as there is this
            assert any("notifications/tasks" in line for line in lines)
            account.statuses["t1"] = "completed"
            assert '"status":"completed"' in post(url, *other).text
