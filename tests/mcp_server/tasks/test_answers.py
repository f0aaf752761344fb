"""What comes of a person's answer if things happen at the same time, and whose answers count."""

import asyncio

import httpx
import pytest
from mcp.shared.exceptions import MCPError
from tests.mcp_server.consent.test_confirmation import REFUSED, SEEN
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import host
from tests.mcp_server.tasks.test_consents import AGREES, DECLINES, GONE, never
from tests.mcp_server.tasks.test_extension import DECLARED, declaring

from assemblyai_mcp import ToolServer
from assemblyai_mcp.shares import Bounds
from assemblyai_tools import AsyncClient

PURGED = httpx.Response(200, json={"request_id": "r1", "deleted": True})
FORGOTTEN = (
    "The question was answered or cancelled, and how that ended is not remembered: perhaps it was deleted."
)


class Gated:
    """A service that answers a request of the kind that is held back once it is let go on."""

    def __init__(self):
        self.calls = []
        self.held = ""
        self.begun, self.go_on = asyncio.Event(), asyncio.Event()
        self.failure = None

    async def __call__(self, request):
        self.calls.append(request.method)
        if request.method == self.held:
            self.begun.set()
            await self.go_on.wait()
        if self.failure and request.method == "DELETE":
            raise self.failure
        return GONE if request.method == "DELETE" else SEEN


@pytest.fixture
def gated():
    return Gated()


@pytest.fixture
def now():
    return [1_000_000.0]


@pytest.fixture
def server(settings, gated, now):
    return ToolServer(AsyncClient(settings, transport=httpx.MockTransport(gated)), clock=lambda: now[0])


@pytest.fixture
async def asked(server):
    """A connected host that can ask, the task of a deletion, and the name of its question."""
    async with host(server, elicitation_callback=never) as client:
        task = await client.call("delete_transcript", transcript_id="t1")
        [name] = (await client.get(task["taskId"]))["inputRequests"]
        yield client, task["taskId"], name


async def test_while_it_is_deleted_the_task_works_and_asks_no_more(asked, gated):
    client, task_id, name = asked
    gated.held = "DELETE"
    update = asyncio.create_task(client.update(task_id, **{name: AGREES}))
    await gated.begun.wait()
    during = await client.get(task_id)
    await client.update(task_id, **{name: DECLINES})
    await client.cancel(task_id)
    gated.go_on.set()
    await update
    ended = await client.get(task_id)
    assert (during["status"], during["statusMessage"], "inputRequests" in during) == (
        "working",
        "Deleting.",
        False,
    )
    assert (ended["status"], ended["result"]["structuredContent"]["deleted"]) == ("completed", True)
    assert gated.calls.count("DELETE") == 1


async def test_a_client_that_leaves_during_the_deletion_finds_its_outcome_later(asked, server, gated):
    client, task_id, name = asked
    gated.held = "DELETE"
    update = asyncio.create_task(client.update(task_id, **{name: AGREES}))
    await gated.begun.wait()
    [deletion] = server._tasks.consents._deleting.values()
    update.cancel()
    await asyncio.wait([update])
    for _ in range(50):  # the server hears of it
        await asyncio.sleep(0)
    gated.go_on.set()
    await deletion
    ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["structuredContent"]["deleted"]) == ("completed", True)


async def test_a_deletion_that_ends_in_a_bug_does_not_ask_again_and_does_not_say_that_nothing_was_deleted(
    asked, gated, now
):
    client, task_id, name = asked
    gated.failure = LookupError("a bug")
    with pytest.raises(MCPError, match="Internal server error"):
        await client.update(task_id, **{name: AGREES})
    gated.failure = None
    await client.update(task_id, **{name: AGREES})
    now[0] += 601
    ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)
    assert "perhaps it was deleted" in ended["result"]["content"][0]["text"]
    assert gated.calls.count("DELETE") == 1


async def test_an_answer_that_does_not_count_says_why(asked, server):
    client, task_id, name = asked
    server._questions.answered.bounds = Bounds(of_account=0)
    server._questions.answered.note("server", "so many were answered meanwhile", value=True)
    await client.update(task_id, **{name: AGREES})
    ended = await client.get(task_id)
    assert ended["result"]["content"][0]["text"] == (
        "The person's answer did not count, because it came too late: a question waits ten minutes at most. It "
        "deleted nothing. Do not call delete_transcript for this again unless they ask for it."
    )


async def test_an_outcome_that_had_to_make_room_is_not_told_as_nothing_deleted(client, service, now):
    server = ToolServer(client, clock=lambda: now[0])
    server._tasks.consents.outcomes.shares.bounds = Bounds(of_account=1)
    async with host(server, elicitation_callback=never) as connected:
        tasks = [
            (await connected.call("purge_request_data", request_id=one))["taskId"] for one in ("r1", "r2")
        ]
        names = [next(iter((await connected.get(one))["inputRequests"])) for one in tasks]
        service.script = [PURGED]
        await connected.update(tasks[0], **{names[0]: AGREES})
        await connected.update(tasks[1], **{names[1]: DECLINES})
        first = await connected.get(tasks[0])
        now[0] += 661  # an answered question is remembered a minute longer than it counts
        third = (await connected.call("purge_request_data", request_id="r3"))["taskId"]
        [name] = (await connected.get(third))["inputRequests"]
        await connected.update(third, **{name: DECLINES})  # the questions of ten minutes ago are forgotten
        late = await connected.get(tasks[0])
    for task in (first, late):
        assert (task["status"], task["result"]["isError"]) == ("completed", True)
        assert task["result"]["content"][0]["text"].startswith(FORGOTTEN)
    assert len(service.calls) == 1


async def test_a_look_that_an_answer_overtakes_shows_the_outcome(asked, gated):
    client, task_id, name = asked
    gated.held = "GET"
    look = asyncio.create_task(client.get(task_id))
    await gated.begun.wait()
    await client.update(task_id, **{name: DECLINES})
    gated.go_on.set()
    assert (await look)["result"]["content"][0]["text"].startswith(REFUSED)


async def test_cancelling_needs_no_look_and_uses_the_question_up(asked, server, gated):
    client, task_id, name = asked
    del gated.calls[:]
    await client.cancel(task_id)
    await client.cancel(task_id)
    await client.update(task_id, **{name: AGREES})
    assert (await client.get(task_id))["status"] == "cancelled"
    server._tasks.extensions[0]._cancelled.shares._shares.clear()  # as after many other cancellations
    await client.update(task_id, **{name: AGREES})
    assert (await client.get(task_id))["result"]["content"][0]["text"].startswith(FORGOTTEN)
    assert gated.calls == []


async def test_a_task_with_an_outcome_is_not_cancelled_any_more(asked):
    client, task_id, name = asked
    await client.update(task_id, **{name: DECLINES})
    await client.cancel(task_id)
    ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)


async def test_a_look_at_a_service_that_is_down_is_short(settings, gated, now):
    """The service asks to wait for 20 s, which is longer than a look takes."""
    down = httpx.Response(503, headers={"retry-after": "20"}, json={"error": "down"})
    calls, up = [], [True]

    def answer(request):
        calls.append(request.method)
        return SEEN if up[0] else down

    server = ToolServer(AsyncClient(settings, transport=httpx.MockTransport(answer)), clock=lambda: now[0])
    async with host(server, elicitation_callback=never) as client:
        task = await client.call("delete_transcript", transcript_id="t1")
        up[0] = False
        del calls[:]
        during = await client.get(task["taskId"])
    assert (during["status"], during["pollIntervalMs"], calls) == ("working", 20_000, ["GET"])


async def test_a_request_that_cannot_ask_a_person_is_not_shown_the_question(asked, server):
    client, task_id, _ = asked
    async with host(server) as mute:
        task = await mute.get(task_id)
    assert (task["status"], "inputRequests" in task) == ("working", False)
    assert task["statusMessage"] == (
        "Waiting for the person's answer. A client that can ask them (elicitation) has to bring it."
    )
    assert (await client.get(task_id))["status"] == "input_required"


async def test_an_answer_in_a_request_that_cannot_ask_a_person_deletes_nothing(asked, server, gated):
    client, task_id, name = asked
    async with host(server) as mute:
        with pytest.raises(MCPError) as raised:
            await mute.update(task_id, **{name: AGREES})
    assert (raised.value.error.code, raised.value.error.data) == (
        -32021,
        {"requiredCapabilities": {"elicitation": {"form": {}}}},
    )
    assert (await client.get(task_id))["status"] == "input_required"
    assert "DELETE" not in gated.calls


def test_over_http_a_key_that_the_service_never_answered_gets_no_task_that_is_remembered(served, account):
    account.echoes = True
    asking = {**DECLARED, "elicitation": {"form": {}}}
    with served(api_key=None) as url:
        headers, body = modern(
            "tools/call", "purge_request_data", name="purge_request_data", arguments={"request_id": "r1"}
        )
        answer = post(url, headers | {"Authorization": "Bearer made-up"}, declaring(body, asking))
    assert answer.json()["result"]["resultType"] == "input_required"
    assert account.asked == []
