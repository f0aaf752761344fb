"""Deletions as tasks: the person is asked through the task, and only their answer deletes."""

import httpx
import pytest
from mcp import Client
from mcp.shared.exceptions import MCPError
from tests.mcp_server.consent.test_confirmation import DELETED, REFUSED, SEEN
from tests.mcp_server.tasks.tasks_host import TakesTasks, host

from assemblyai_mcp import ToolServer
from assemblyai_tools import Selection

GONE = httpx.Response(200, json=DELETED)
AGREES = {"action": "accept", "content": {"confirm": True}}
DECLINES = {"action": "decline"}
UNTICKED = {"action": "accept", "content": {"confirm": False}}
QUESTION = 'Delete a transcript (transcript_id=t1, 3 s, "Hello there.")? This cannot be undone.'


async def never(_context, _params):
    raise AssertionError("the question is in the task")


@pytest.fixture
def now():
    return [1_000_000.0]


@pytest.fixture
def new_server(client, now):
    """Start a server process; each has a memory of its own."""
    return lambda *given: ToolServer(client, *given, clock=lambda: now[0])


@pytest.fixture
def asking():
    """Connect a host that takes tasks and can ask a person."""
    return lambda server: host(server, elicitation_callback=never)


async def begun(client, service):
    service.script = [SEEN]
    task = await client.call("delete_transcript", transcript_id="t1")
    return task["taskId"]


async def question_of(client, service, task_id):
    """The name of the open question, and the question."""
    service.script = [SEEN]
    task = await client.get(task_id)
    assert task["status"] == "input_required"
    [(name, request)] = task["inputRequests"].items()
    return name, request


async def test_a_deletion_is_a_task_that_waits_for_the_person(new_server, asking, service):
    async with asking(new_server()) as client:
        service.script = [SEEN]
        task = await client.call("delete_transcript", transcript_id="t1")
        _, request = await question_of(client, service, task["taskId"])
    assert (task["resultType"], task["status"], "inputRequests" in task) == ("task", "input_required", False)
    assert (request["method"], request["params"]["message"]) == ("elicitation/create", QUESTION)
    assert request["params"]["requestedSchema"]["properties"] == {
        "confirm": {"type": "boolean", "title": "Delete it for good", "default": False}
    }
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_a_person_who_agrees_has_it_deleted_once(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        name, _ = await question_of(client, service, task_id)
        service.script = [GONE]
        acknowledged = await client.update(task_id, **{name: AGREES})
        await client.update(task_id, **{name: AGREES})
        ended = await client.get(task_id)
    assert set(acknowledged) - {"_meta"} == {"resultType"}
    assert (ended["status"], ended["result"]["structuredContent"]) == (
        "completed",
        {"id": "t1", "deleted": True},
    )
    assert service.calls.count("DELETE /v2/transcript/t1") == 1


@pytest.mark.parametrize(
    ("answer", "text"),
    [
        (DECLINES, REFUSED),
        ({"action": "cancel"}, REFUSED),
        (UNTICKED, "The person sent the form without ticking its box, so nothing was deleted."),
    ],
)
async def test_without_the_persons_agreement_nothing_is_deleted(new_server, asking, service, answer, text):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        name, _ = await question_of(client, service, task_id)
        await client.update(task_id, **{name: answer})
        await client.update(task_id, **{name: AGREES})  # the first answer counts
        ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)
    assert ended["result"]["content"][0]["text"].startswith(text)
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_the_question_keeps_its_name_from_look_to_look(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        first, second = [await question_of(client, service, task_id) for _ in range(2)]
    assert first == second


async def test_an_answer_to_another_question_is_ignored(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        await client.update(task_id, another=AGREES)
        await question_of(client, service, task_id)


async def test_what_is_no_answer_is_an_invalid_parameter_and_leaves_the_question_open(
    new_server, asking, service
):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        name, _ = await question_of(client, service, task_id)
        with pytest.raises(MCPError) as raised:
            await client.update(task_id, **{name: {"content": True}})
        assert raised.value.error.code == -32602
        await question_of(client, service, task_id)


async def test_a_question_waits_ten_minutes(new_server, asking, service, now):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        now[0] += 600
        await question_of(client, service, task_id)
        now[0] += 1
        service.script = [SEEN]
        ended = await client.get(task_id)
    assert (ended["status"], ended["ttlMs"]) == ("completed", 1_200_000)
    assert ended["result"]["content"][0]["text"] == (
        "No answer of the person reached this server process within ten minutes, so it deleted nothing. Do not call "
        "delete_transcript for this again unless they ask for it."
    )
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_an_answer_after_ten_minutes_does_not_count(new_server, asking, service, now):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        name, _ = await question_of(client, service, task_id)
        now[0] += 601
        await client.update(task_id, **{name: AGREES})
        ended = await client.get(task_id)
    assert ended["result"]["content"][0]["text"].startswith(
        "The person's answer did not count, because it came too late"
    )
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_another_worker_takes_the_answer(new_server, asking, service):
    async with asking(new_server()) as first, asking(new_server()) as second:
        task_id = await begun(first, service)
        name, _ = await question_of(second, service, task_id)
        service.script = [GONE]
        await second.update(task_id, **{name: AGREES})
        service.script = [GONE, GONE]
        ended = await first.get(task_id)
    assert ended["result"]["structuredContent"] == {"id": "t1", "deleted": True}


async def test_what_is_deleted_already_is_no_task(new_server, asking, service):
    service.script = [GONE, GONE]
    async with asking(new_server()) as client:
        result = await client.call("delete_transcript", transcript_id="t1")
    assert result.structured_content == {"id": "t1", "deleted": True}


async def test_a_deletion_that_fails_ends_the_task_with_the_tools_error(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        name, _ = await question_of(client, service, task_id)
        service.script = [httpx.Response(401, json={"error": "invalid key"})]
        await client.update(task_id, **{name: AGREES})
        ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)


async def test_a_look_that_fails_for_now_leaves_the_task_working(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        service.script = [httpx.Response(503)] * 99
        during = await client.get(task_id)
        await question_of(client, service, task_id)
    assert during["status"] == "working"
    assert during["statusMessage"].startswith("Waiting for the person's answer. The last look failed: ")


async def test_a_look_that_fails_for_good_ends_the_task(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        service.script = [httpx.Response(404, json={"error": "no such transcript"})]
        ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)


async def test_a_tool_that_is_not_offered_any_more_deletes_nothing(new_server, asking, service):
    async with asking(new_server()) as before:
        task_id = await begun(before, service)
        name, _ = await question_of(before, service, task_id)
    async with asking(new_server(Selection(exclude_tools=["delete_transcript"]))) as after:
        await after.update(task_id, **{name: AGREES})
        ended = await after.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_an_answer_after_the_task_was_cancelled_does_not_count(new_server, asking, service):
    async with asking(new_server()) as client:
        task_id = await begun(client, service)
        name, _ = await question_of(client, service, task_id)
        service.script = [SEEN]
        await client.cancel(task_id)
        await client.update(task_id, **{name: AGREES})
        ended = await client.get(task_id)
    assert (ended["status"], ended["statusMessage"]) == (
        "cancelled",
        "Cancelled. Unless the person had agreed before, nothing was deleted by this call of delete_transcript.",
    )
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_a_client_that_cannot_ask_is_refused_as_without_tasks(new_server, service):
    service.script = [SEEN]
    async with host(new_server()) as client:
        result = await client.call("delete_transcript", transcript_id="t1", confirm=True)
    assert result.is_error
    assert result.content[0].text.startswith("Nothing was deleted yet")


async def test_an_answer_that_comes_with_the_call_is_taken_as_without_tasks(new_server, service):
    """A client may have been asked before it declared the extension."""
    server = new_server()
    service.script = [SEEN]
    async with Client(server, mode="2026-07-28", elicitation_callback=never) as plain:
        asked = await plain.session.call_tool(
            "delete_transcript", {"transcript_id": "t1"}, allow_input_required=True
        )
    [name] = asked.input_requests
    service.script = [GONE]
    async with Client(
        server, mode="2026-07-28", extensions=[TakesTasks()], elicitation_callback=never
    ) as client:
        result = await client.session.call_tool(
            "delete_transcript",
            {"transcript_id": "t1"},
            input_responses={name: AGREES},
            request_state=asked.request_state,
            allow_claimed=True,
            allow_input_required=True,
        )
    assert result.structured_content == {"id": "t1", "deleted": True}


async def test_a_purge_is_asked_about_by_the_same_way(new_server, asking, service):
    async with asking(new_server()) as client:
        task = await client.call("purge_request_data", request_id="r1")
        asked = await client.get(task["taskId"])
    [request] = asked["inputRequests"].values()
    assert request["params"]["message"].startswith("Purge")
