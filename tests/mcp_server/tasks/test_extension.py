"""The rules of the extension that hold for every task."""

import asyncio
import wave
from datetime import datetime

import httpx
import pytest
from mcp import Client
from mcp.client.extension import advertise
from mcp.shared.exceptions import MCPError
from mcp.types import ErrorData
from tests.mcp_server.conftest import ERAS
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import TASKS, Host, host
from tests.mcp_server.tasks.test_waits import AUDIO, DONE, PROCESSING, QUEUED

from assemblyai_mcp import ToolServer
from assemblyai_tools import AsyncClient, Selection, Settings

DECLARED = {"extensions": {TASKS: {}}}
MISSING = {"requiredCapabilities": {"extensions": {TASKS: {}}}}


@pytest.fixture
async def begun(server, service):
    """A connected host and the task that it was given."""
    service.script = [QUEUED, PROCESSING]
    async with host(server) as client:
        yield client, await client.call("transcribe", audio=AUDIO)


async def test_a_new_task_has_all_that_the_extension_asks_for(begun):
    _, task = begun
    assert set(task) - {"_meta"} == {
        "resultType",
        "taskId",
        "status",
        "statusMessage",
        "createdAt",
        "lastUpdatedAt",
        "ttlMs",
        "pollIntervalMs",
    }
    assert (task["resultType"], task["ttlMs"], task["pollIntervalMs"]) == ("task", 86_400_000, 1000)
    assert datetime.fromisoformat(task["createdAt"]) <= datetime.fromisoformat(task["lastUpdatedAt"])


async def test_a_task_that_is_asked_about_keeps_its_id_and_its_time(begun, service):
    client, task = begun
    service.script = [PROCESSING]
    again = await client.get(task["taskId"])
    assert again["resultType"] == "complete"
    assert {name: again[name] for name in ("taskId", "createdAt", "ttlMs")} == {
        name: task[name] for name in ("taskId", "createdAt", "ttlMs")
    }


async def test_the_longer_a_job_takes_the_rarer_it_is_to_be_polled(client, service):
    now = [1_000_000.0]
    service.script = [QUEUED, *[PROCESSING] * 5]
    async with host(ToolServer(client, clock=lambda: now[0])) as connected:
        task = await connected.call("transcribe", audio=AUDIO)
        pauses = []
        for taken in (1, 30, 120, 3600):
            now[0] = 1_000_000.0 + taken
            pauses.append((await connected.get(task["taskId"]))["pollIntervalMs"])
    assert pauses == [1000, 3000, 12_000, 30_000]


@pytest.mark.parametrize(("seconds", "pause"), [(60, 1000), (3600, 6000), (36_000, 30_000)])
async def test_the_longer_an_uploaded_recording_is_the_rarer_it_is_to_be_polled(
    server, service, tmp_path, seconds, pause
):
    with wave.open(str(tmp_path / "talk.wav"), "wb") as file:
        file.setparams((1, 1, 8, 0, "NONE", ""))
        file.writeframes(bytes(8 * seconds))
    uploaded = httpx.Response(200, json={"upload_url": "https://cdn.assemblyai.com/upload/u1"})
    service.script = [uploaded, QUEUED, PROCESSING, PROCESSING]
    async with host(server) as client:
        task = await client.call("transcribe", audio="talk.wav")
        again = await client.get(task["taskId"])
    assert (task["pollIntervalMs"], again["pollIntervalMs"]) == (pause, pause)


@pytest.mark.parametrize("mode", ERAS)
async def test_a_client_of_another_extension_gets_no_task(server, service, mode):
    service.script = [QUEUED, PROCESSING, DONE]
    async with Client(server, mode=mode, extensions=[advertise("com.example/other")]) as client:
        result = await client.call_tool("transcribe", {"audio": AUDIO})
    assert result.structured_content["status"] == "completed"


async def test_calls_at_the_same_time_are_each_answered_as_their_client_declared(server, service):
    service.script = [PROCESSING, PROCESSING, DONE]
    async with host(server) as declared, Client(server) as plain:
        task, result = await asyncio.gather(
            declared.call("get_transcript", transcript_id="t1", wait_seconds=45),
            plain.call_tool("get_transcript", {"transcript_id": "t1", "wait_seconds": 45}),
        )
    assert task["resultType"] == "task"
    assert result.structured_content["status"] == "completed"


async def test_an_older_protocol_revision_has_no_such_tasks(server, service):
    service.script = [QUEUED, PROCESSING, DONE]
    async with Client(server, mode="legacy", extensions=[advertise(TASKS)]) as client:
        result = await client.call_tool("transcribe", {"audio": AUDIO})
        assert result.structured_content["status"] == "completed"
        for method in ("tasks/get", "tasks/update", "tasks/cancel"):
            with pytest.raises(MCPError) as raised:
                await Host(client).ask(method, taskId="t")
            assert raised.value.error.code == -32601


async def test_the_declaration_counts_for_its_request_only(served, account):
    account.statuses["t1"] = "processing"
    with served() as url:
        declared = call_with(url, DECLARED, "transcribe", audio=AUDIO, wait_seconds=1).json()["result"]
        plain = call_with(url, {}, "transcribe", audio=AUDIO, wait_seconds=1).json()["result"]
    assert (declared["resultType"], plain["resultType"]) == ("task", "complete")
    assert "taskId" not in plain


@pytest.mark.parametrize("method", ["tasks/get", "tasks/update", "tasks/cancel"])
async def test_a_request_about_a_task_must_declare_the_extension_too(served, account, method):
    account.statuses["t1"] = "processing"
    with served() as url:
        task_id = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]["taskId"]
        answer = ask(url, method, task_id, capabilities={})
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32021)
    assert answer.json()["error"]["data"] == MISSING


@pytest.mark.parametrize("method", ["tasks/get", "tasks/update", "tasks/cancel"])
@pytest.mark.parametrize("name", [None, "another-task"])
async def test_the_header_must_name_the_task(served, account, method, name):
    account.statuses["t1"] = "processing"
    with served() as url:
        task_id = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]["taskId"]
        answer = ask(url, method, task_id, name=name)
        good = ask(url, method, task_id, name=task_id)
    assert (answer.status_code, answer.json()["error"]["code"]) == (400, -32020)
    assert (good.status_code, good.json()["result"]["resultType"]) == (200, "complete")


async def test_an_unknown_id_is_an_invalid_parameter_for_each_method(server):
    async with host(server) as client:
        for method in ("tasks/get", "tasks/update", "tasks/cancel"):
            with pytest.raises(MCPError) as raised:
                await client.ask(method, taskId="none", inputResponses={})
            assert raised.value.error.code == -32602


@pytest.mark.parametrize("method", ["tasks/list", "tasks/result"])
async def test_there_is_no_list_of_tasks(server, method):
    async with host(server) as client:
        with pytest.raises(MCPError) as raised:
            await client.ask(method, taskId="t")
    assert raised.value.error.code == -32601


async def test_a_cancelled_task_is_acknowledged_and_ends_while_the_job_goes_on(begun, service):
    client, task = begun
    service.script = [PROCESSING]
    acknowledged = await client.cancel(task["taskId"])
    assert set(acknowledged) - {"_meta"} == {"resultType"}
    after = await client.get(task["taskId"])
    assert (after["status"], after["statusMessage"]) == (
        "cancelled",
        "Cancelled. The transcript itself is not affected: get_transcript with transcript_id=t1 shows it.",
    )
    assert "DELETE /v2/transcript/t1" not in service.calls


async def test_a_task_that_has_ended_is_not_cancelled_any_more(begun, service):
    client, task = begun
    service.script = [DONE, DONE]
    await client.cancel(task["taskId"])
    assert (await client.get(task["taskId"]))["status"] == "completed"


async def test_a_task_is_cancelled_even_if_the_look_at_its_job_fails(begun, service):
    client, task = begun
    service.script = [httpx.Response(503)] * 9
    await client.cancel(task["taskId"])
    assert (await client.get(task["taskId"]))["status"] == "cancelled"


async def test_answers_to_a_task_that_asks_nothing_are_ignored(begun, service):
    client, task = begun
    assert set(await client.update(task["taskId"], anything={"action": "accept"})) - {"_meta"} == {
        "resultType"
    }
    assert service.calls == ["POST /v2/transcript", "GET /v2/transcript/t1"]


async def test_an_error_of_the_protocol_is_a_failed_task(begun, server, monkeypatch):
    client, task = begun

    async def broken(*_):
        raise MCPError(-32603, "The store is gone.")

    monkeypatch.setattr(server._tasks.jobs["wait"], "look", broken)
    failed = await client.get(task["taskId"])
    assert (failed["status"], failed["statusMessage"]) == ("failed", "The store is gone.")
    assert failed["error"] == ErrorData(code=-32603, message="The store is gone.").model_dump(
        exclude_none=True
    )
    assert "result" not in failed


async def test_a_bug_is_an_internal_error_that_tells_nothing(begun, service):
    client, task = begun
    service.script = []  # the script's own error is no AssemblyAIError
    with pytest.raises(MCPError) as raised:
        await client.get(task["taskId"])
    assert (raised.value.error.code, raised.value.error.message) == (-32603, "Internal server error")


async def test_a_kind_of_task_that_is_gone_is_unknown(begun, server):
    client, task = begun
    del server._tasks.jobs["wait"]
    with pytest.raises(MCPError, match="no such tasks any more") as raised:
        await client.get(task["taskId"])
    assert raised.value.error.code == -32602


@pytest.mark.parametrize(
    ("selection", "offered"),
    [
        (Selection(), True),
        (Selection(tools=["delete_transcript"]), True),
        (Selection(tools=["search_words", "list_transcripts"]), False),
    ],
)
async def test_it_is_announced_if_a_tool_can_become_a_task(selection, offered):
    server = ToolServer(AsyncClient(Settings(allowed_dirs=())), selection)
    async with Client(server) as client:
        assert (TASKS in (client.server_capabilities.extensions or {})) == offered


async def test_for_a_model_nothing_changes(server):
    async with host(server) as with_tasks, Client(server) as without:
        assert await with_tasks.client.list_tools() == await without.list_tools()


def call_with(url, capabilities, tool, **arguments):
    headers, body = modern("tools/call", tool, name=tool, arguments=arguments)
    return post(url, headers, declaring(body, capabilities))


def ask(url, method, task_id, *, capabilities=DECLARED, name=""):
    """Ask about a task; its header names it unless another name is given."""
    given = {"inputResponses": {}} if method == "tasks/update" else {}
    headers, body = modern(method, task_id if name == "" else name, taskId=task_id, **given)
    return post(url, headers, declaring(body, capabilities))


def declaring(body, capabilities):
    body["params"]["_meta"]["io.modelcontextprotocol/clientCapabilities"] = capabilities
    return body
