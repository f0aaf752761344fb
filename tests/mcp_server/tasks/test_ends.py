"""A task that has ended stays as it is, whatever is asked of it meanwhile."""

import asyncio

import httpx
import pytest
from tests.mcp_server.conftest import OTHER_KEY
from tests.mcp_server.consent.test_confirmation import SEEN
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import host
from tests.mcp_server.tasks.test_consents import never
from tests.mcp_server.tasks.test_extension import DECLARED, declaring
from tests.mcp_server.tasks.test_waits import AUDIO, DONE, PROCESSING, QUEUED

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient

DOWN = httpx.Response(503, json={"error": "come back later"}, headers={"Retry-After": "0"})


class Service:
    """Answers with `job`. A read that is held back waits, with its answer, until it is let go on."""

    def __init__(self):
        self.job, self.holds = PROCESSING, False
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()

    async def __call__(self, request):
        if request.method == "POST":
            return QUEUED
        answer = self.job
        if self.holds:
            self.holds = False
            self.begun.set()
            await self.go_on.wait()
        return answer


@pytest.fixture
def service():
    return Service()


@pytest.fixture
def now():
    return [1_000_000.0]


@pytest.fixture
def server(settings, service, now):
    return ToolServer(AsyncClient(settings, transport=httpx.MockTransport(service)), clock=lambda: now[0])


@pytest.fixture
async def begun(server):
    """A connected host, and the id of the task of a transcription."""
    async with host(server) as client:
        yield client, (await client.call("transcribe", audio=AUDIO))["taskId"]


async def cancelling(client, task_id, service):
    """A cancellation whose look at the job is held back."""
    service.holds = True
    request = asyncio.create_task(client.cancel(task_id))
    await service.begun.wait()
    return request


async def test_what_was_seen_completed_during_a_cancellation_is_not_cancelled(begun, service):
    client, task_id = begun
    request = await cancelling(client, task_id, service)
    service.job = DONE
    during = await client.get(task_id)
    service.go_on.set()
    await request
    after = await client.get(task_id)
    assert (during["status"], after["status"]) == ("completed", "completed")


async def test_what_was_seen_completed_is_not_cancelled_while_the_service_is_down(begun, service):
    client, task_id = begun
    service.job = DONE
    assert (await client.get(task_id))["status"] == "completed"
    service.job = DOWN
    await client.cancel(task_id)
    service.job = DONE
    assert (await client.get(task_id))["status"] == "completed"


async def test_a_client_that_leaves_before_its_cancellation_is_acknowledged_has_cancelled_nothing(
    begun, service
):
    client, task_id = begun
    request = await cancelling(client, task_id, service)
    request.cancel()
    await asyncio.wait([request])
    for _ in range(50):  # the server hears of it
        await asyncio.sleep(0)
    service.job = DONE
    service.go_on.set()
    assert (await client.get(task_id))["status"] == "completed"


async def test_what_is_looked_at_while_it_is_cancelled_is_told_as_cancelled(begun, service):
    client, task_id = begun
    service.holds = True
    look = asyncio.create_task(client.get(task_id))
    await service.begun.wait()
    await client.cancel(task_id)
    service.go_on.set()
    assert (await look)["status"] == "cancelled"


async def test_a_cancelled_task_is_cancelled_for_as_long_as_it_can_be_asked_about(begun, service, now):
    client, task_id = begun
    await client.cancel(task_id)
    now[0] += 86_399
    other = await client.call("transcribe", audio="https://example.com/other.mp3")
    await client.cancel(other["taskId"])  # with what is noted now, all that is too old is forgotten
    service.job = DONE
    assert (await client.get(task_id))["status"] == "cancelled"


async def test_a_question_that_got_no_answer_in_ten_minutes_is_not_cancelled_any_more(server, service, now):
    service.job = SEEN
    async with host(server, elicitation_callback=never) as client:
        task_id = (await client.call("delete_transcript", transcript_id="t1"))["taskId"]
        now[0] += 601
        await client.cancel(task_id)
        ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)


def test_over_http_a_cancellation_is_kept_only_for_a_key_that_the_service_has_answered(served, account):
    """A made-up key must not fill the memory. A question of another process can be cancelled without a look."""

    def ask(url, method, about, **params):
        headers, body = modern(method, about, **params)
        asking = declaring(body, {**DECLARED, "elicitation": {"form": {}}})
        return post(url, headers | {"Authorization": f"Bearer {OTHER_KEY}"}, asking).json()["result"]

    call = {"name": "delete_transcript", "arguments": {"transcript_id": "t1"}}
    with served() as url:
        task_id = ask(url, "tools/call", "delete_transcript", **call)["taskId"]
    with served() as url:
        states = []
        for _ in range(2):  # the first look has the service answer this key
            ask(url, "tasks/cancel", task_id, taskId=task_id)
            states.append(ask(url, "tasks/get", task_id, taskId=task_id)["status"])
    assert states == ["input_required", "cancelled"]
