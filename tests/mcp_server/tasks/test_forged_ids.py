"""Ids that an account made for itself, with a key that follows from its own: they get it nothing."""

import json
import time
from hashlib import sha256

import httpx
import pytest
from mcp.server.request_state import RequestStateSecurity
from mcp.shared.exceptions import MCPError
from pydantic import SecretStr
from tests.mcp_server.conftest import KEY
from tests.mcp_server.consent.test_confirmation import SEEN
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import host
from tests.mcp_server.tasks.test_consents import AGREES, DECLINES, GONE, never
from tests.mcp_server.tasks.test_extension import DECLARED, declaring

from assemblyai_mcp import ToolServer
from assemblyai_mcp.consent.questions import Questions
from assemblyai_mcp.shares import Bounds
from assemblyai_tools import AsyncClient

MADE_UP = "made-up-key-000"
NOT_ASKED = "this server process did not ask this account that question about this call"


def codec(key):
    """What seals the ids of an account if the server was given no key."""
    security = RequestStateSecurity(keys=[sha256(b"assemblyai-mcp: ids of tasks\0" + key.encode()).digest()])
    return security.codec


def forged(key, kind, work, created=None, owner=None):
    owner = owner or sha256(key.encode()).hexdigest()[:32]
    claims = ["task", kind, work, time.time() if created is None else created, owner]
    return codec(key).seal(json.dumps(claims).encode())


def name_of(request_id):
    """The name of the question before a purge."""
    call = json.dumps(["purge_request_data", {"request_id": request_id}], sort_keys=True)
    return "confirm_" + sha256(call.encode()).hexdigest()[:16]


def asked_over_http(url, method, about, bearer=None, **params):
    headers, body = modern(method, about, **params)
    declared = declaring(body, {"elicitation": {"form": {}}, **DECLARED})
    return post(url, headers | ({"Authorization": f"Bearer {bearer}"} if bearer else {}), declared).json()


@pytest.fixture
def service():
    """Shows a transcript and deletes it; what was asked for is in `calls`."""
    calls = []

    def answer(request):
        calls.append(f"{request.method} {request.url.path}")
        return GONE if request.method == "DELETE" else SEEN

    answer.calls = calls
    return answer


@pytest.fixture
def process(settings, service):
    """A server process without a key of its own for states; a new one after a restart."""
    return lambda: ToolServer(AsyncClient(settings, transport=httpx.MockTransport(service)))


async def asked(client):
    """The id of a deletion's task and the name of its question."""
    task = await client.call("delete_transcript", transcript_id="t1")
    [name] = (await client.get(task["taskId"]))["inputRequests"]
    return task["taskId"], name


def deletions(service):
    return [call for call in service.calls if call.startswith("DELETE")]


def test_forged_answers_of_made_up_keys_do_not_make_another_accounts_question_too_late(
    account, served, monkeypatch
):
    monkeypatch.setattr(Questions.__init__, "__defaults__", (time.time, Bounds(5, 20)))
    with served() as url:
        arguments = {"name": "delete_transcript", "arguments": {"transcript_id": "t1"}}
        task = asked_over_http(url, "tools/call", "delete_transcript", **arguments)["result"]["taskId"]
        [name] = asked_over_http(url, "tasks/get", task, taskId=task)["result"]["inputRequests"]
        for number in range(7):
            state = json.dumps([time.time() + 50, f"n{number}", "server"])
            call = {"tool": "purge_request_data", "arguments": {"request_id": "r1"}, "state": state}
            id_ = forged(MADE_UP, "consent", call)
            answers = {name_of("r1"): {"action": "decline"}}
            asked_over_http(url, "tasks/update", id_, MADE_UP, taskId=id_, inputResponses=answers)
        asked_over_http(url, "tasks/update", task, taskId=task, inputResponses={name: AGREES})
        ended = asked_over_http(url, "tasks/get", task, taskId=task)["result"]
    assert NOT_ASKED not in json.dumps(ended)
    assert [path for _, method, path in account.asked if method == "DELETE"] == ["/v2/transcript/t1"]


@pytest.mark.parametrize(
    ("kind", "work"),
    [
        ("wait", {}),
        ("wait", {"tool": "get_transcript", "arguments": {}, "seconds": 1}),
        (
            "wait",
            {
                "tool": "get_transcript",
                "arguments": {"transcript_id": "t1"},
                "seconds": 1,
                "audio_seconds": "x",
            },
        ),
        ("consent", {}),
        ("consent", {"tool": "delete_transcript", "arguments": {"transcript_id": "t1"}, "state": 1}),
        ("other", {}),
    ],
)
async def test_an_id_with_other_work_than_the_server_gives_one_is_unknown(process, caplog, kind, work):
    async with host(process(), elicitation_callback=never) as client:
        for ask in (client.get, client.update, client.cancel):
            with pytest.raises(MCPError, match="Task not found") as raised:
                await ask(forged(KEY, kind, work))
            assert raised.value.error.code == -32602
    assert caplog.text == ""


@pytest.mark.parametrize("created", [float("nan"), float("inf"), float("-inf")])
async def test_an_id_that_began_at_no_time_is_unknown(process, created):
    work = {"tool": "get_transcript", "arguments": {"transcript_id": "t1"}, "seconds": 1}
    async with host(process()) as client:
        with pytest.raises(MCPError, match="Task not found"):
            await client.get(forged(KEY, "wait", work, created))


@pytest.mark.parametrize("owner", ["\N{SNOWMAN}", "somebody else"])
async def test_an_id_of_another_owner_is_unknown(process, owner):
    work = {"tool": "get_transcript", "arguments": {"transcript_id": "t1"}, "seconds": 1}
    async with host(process()) as client:
        with pytest.raises(MCPError, match="Task not found"):
            await client.get(forged(KEY, "wait", work, owner=owner))


@pytest.mark.parametrize("first", ["declined", "cancelled"])
async def test_a_no_stays_one_in_the_next_process(process, service, first):
    async with host(process(), elicitation_callback=never) as client:
        task_id, name = await asked(client)
        await (client.update(task_id, **{name: DECLINES}) if first == "declined" else client.cancel(task_id))
    async with host(process(), elicitation_callback=never) as client:
        await client.update(task_id, **{name: AGREES})
        ended = await client.get(task_id)
    assert (ended["status"], ended["result"]["isError"]) == ("completed", True)
    assert NOT_ASKED in ended["result"]["content"][0]["text"]
    assert deletions(service) == []


async def test_a_question_of_another_process_is_cancelled_all_the_same(process):
    async with host(process(), elicitation_callback=never) as client:
        task_id, _ = await asked(client)
    async with host(process(), elicitation_callback=never) as client:
        await client.cancel(task_id)
        assert (await client.get(task_id))["status"] == "cancelled"


async def test_processes_that_share_a_key_take_each_others_answers(settings, service):
    def worker():
        client = AsyncClient(settings, transport=httpx.MockTransport(service))
        return ToolServer(client, state_keys=[SecretStr("a-state-key-of-32-characters-0123")])

    async with host(worker(), elicitation_callback=never) as client:
        task_id, name = await asked(client)
    async with host(worker(), elicitation_callback=never) as client:
        await client.update(task_id, **{name: AGREES})
    assert deletions(service) == ["DELETE /v2/transcript/t1"]


async def test_the_question_about_one_transcript_is_none_about_another(process, service):
    async with host(process(), elicitation_callback=never) as client:
        task_id, _ = await asked(client)
        _, kind, work, created, _ = json.loads(codec(KEY).unseal(task_id))
        other = forged(KEY, kind, work | {"arguments": {"transcript_id": "t2"}}, created)
        [name] = (await client.get(other))["inputRequests"]
        await client.update(other, **{name: AGREES})
        ended = await client.get(other)
    assert NOT_ASKED in ended["result"]["content"][0]["text"]
    assert deletions(service) == []
