"""Rules of the extension that a server could break without anybody missing a task."""

from dataclasses import replace
from typing import Any

import httpx
import pytest
from mcp import Client
from mcp.types import CallToolResult, InputRequiredResult, Request
from pydantic import TypeAdapter
from tests.mcp_server.conftest import COMPLETED, ERAS
from tests.mcp_server.tasks.tasks_host import TaskRequest, host
from tests.mcp_server.tasks.test_waits import AUDIO, DONE, NOT_READY, PROCESSING, QUEUED

from assemblyai_mcp import ToolServer
from assemblyai_tools import ALL_OPERATIONS, AsyncClient

HALF = httpx.Response(200, json={"id": "t1", "status": "processing"}, headers={"x-emulator-progress": "0.5"})
DELETED = httpx.Response(200, json=COMPLETED | {"audio_url": "http://deleted_by_user"})
CALLS = {
    "transcribe": ({"audio": AUDIO}, [QUEUED, PROCESSING, DONE]),
    "get_transcript": ({"transcript_id": "t1", "wait_seconds": 45}, [PROCESSING, DONE]),
    "get_redacted_audio": ({"transcript_id": "t1", "wait_seconds": 1}, [NOT_READY] * 9),
    "delete_transcript": ({"transcript_id": "t1"}, [DONE, DONE, DELETED]),
    "purge_request_data": ({"request_id": "r1"}, [httpx.Response(200, json={"deleted": True})]),
}
"""A call of each tool that can become a task, and what the service says to it."""


def test_these_are_all_the_tools_that_can_become_tasks():
    waiting = {one.name for one in ALL_OPERATIONS if "wait_seconds" in one.arguments.model_fields}
    assert waiting | {one.name for one in ALL_OPERATIONS if one.hints.destructive} == set(CALLS)


@pytest.mark.parametrize("tool", CALLS)
@pytest.mark.parametrize("mode", ERAS)
async def test_no_call_of_a_client_that_did_not_declare_the_extension_is_answered_with_a_task(
    client, service, mode, tool
):
    arguments, service.script = CALLS[tool][0], list(CALLS[tool][1])

    async def declines(_context, _params):
        return {"action": "decline"}

    async with Client(ToolServer(client), mode=mode, elicitation_callback=declines) as plain:
        result = await plain.session.call_tool(tool, arguments, allow_input_required=True)
    assert type(result) in (CallToolResult, InputRequiredResult)
    assert result.model_dump(by_alias=True).get("resultType") != "task"


async def test_a_task_is_answered_when_its_order_is_in_the_ledger(settings, service, tmp_path):
    """Whoever starts the server again and repeats the call gets the job of the task, and pays nothing more."""

    def server():
        kept = replace(settings, ledger=tmp_path / "ledger.sqlite3")
        return ToolServer(AsyncClient(kept, transport=httpx.MockTransport(service)))

    service.script = [QUEUED, PROCESSING]
    async with host(server()) as first:
        task = await first.call("transcribe", audio=AUDIO)
        service.script = [PROCESSING, PROCESSING]
        async with host(server()) as second:  # the first has not been shut down
            again = await second.call("transcribe", audio=AUDIO)
    assert (task["status"], again["statusMessage"]) == ("working", "transcribing, 0 s, transcript t1")
    assert service.calls.count("POST /v2/transcript") == 1


async def test_a_request_about_a_task_gets_no_progress_but_its_status(server, service):
    progress = []

    async def note(*given):
        progress.append(given)

    service.script = [QUEUED, PROCESSING, HALF, DONE]
    async with host(server) as client:
        task = await client.call("transcribe", audio=AUDIO)
        request = TaskRequest(method="tasks/get", params={"taskId": task["taskId"]})
        seen = await client.client.session.send_request(
            request, TypeAdapter(dict[str, Any]), progress_callback=note
        )
    assert "50 %" in seen["statusMessage"]
    assert progress == []


async def test_the_experimental_tasks_of_an_older_revision_are_not_offered(server, service):
    """A call that asks for one is answered as if it did not, as that revision says of servers that have none."""
    service.script = [QUEUED, PROCESSING, DONE]
    call = {"name": "transcribe", "arguments": {"audio": AUDIO}, "task": {"ttl": 60_000}}
    async with Client(server, mode="legacy") as client:
        assert client.server_capabilities.model_dump().get("tasks") is None
        request = Request[dict[str, Any], str](method="tools/call", params=call)
        answer = await client.session.send_request(request, TypeAdapter(dict[str, Any]))
    assert answer["structuredContent"]["status"] == "completed"
    assert "task" not in answer
