"""The ids of tasks: who can open them, where, and for how long."""

from hashlib import sha256

import httpx
import pytest
from mcp.server.request_state import RequestStateSecurity
from mcp.shared.exceptions import MCPError
from pydantic import SecretStr
from tests.mcp_server.conftest import KEY, OTHER_KEY, http_client
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import Host, TakesTasks, host
from tests.mcp_server.tasks.test_extension import DECLARED, call_with, declaring
from tests.mcp_server.tasks.test_waits import AUDIO, DONE, PROCESSING, QUEUED

from assemblyai_mcp import ToolServer
from assemblyai_mcp.callers import Callers
from assemblyai_mcp.tasks.tickets import Tickets, sealing_keys
from assemblyai_tools import AsyncClient, Settings

OLD, NEW = SecretStr("old-state-key-0123456789-abcdefgh"), SecretStr("new-state-key-0123456789-abcdefgh")
DAY = 86_400


@pytest.fixture
def worker(service):
    """A server process of its own for an account: a new one after a restart, or another worker."""

    def start(key=KEY, *, now=None, state_keys=()):
        settings = Settings(
            api_key=SecretStr(key) if key else None, base_url="http://service.test", allowed_dirs=()
        )
        client = AsyncClient(settings, transport=httpx.MockTransport(service))
        clock = {"clock": lambda: now[0]} if now else {}
        return ToolServer(client, state_keys=state_keys, **clock)

    return start


async def begun(server, service):
    service.script = [QUEUED, PROCESSING]
    async with host(server) as client:
        return (await client.call("transcribe", audio=AUDIO))["taskId"]


async def looked_at(server, service, task_id):
    service.script = [DONE]
    async with host(server) as client:
        return await client.get(task_id)


async def error_of(server, service, task_id):
    service.script = []
    async with host(server) as client:
        with pytest.raises(MCPError) as raised:
            await client.get(task_id)
    return raised.value.error.code, raised.value.error.message


async def test_any_worker_of_the_account_and_any_restart_can_answer(worker, service):
    task_id = await begun(worker(), service)
    ended = await looked_at(worker(), service, task_id)
    assert (ended["taskId"], ended["status"]) == (task_id, "completed")


async def test_workers_share_the_sealing_key_by_a_setting(worker, service):
    task_id = await begun(worker(state_keys=[OLD]), service)
    assert (await looked_at(worker(state_keys=[OLD]), service, task_id))["status"] == "completed"
    assert (await error_of(worker(state_keys=[NEW]), service, task_id))[0] == -32602
    assert (await error_of(worker(), service, task_id))[0] == -32602


async def test_the_setting_can_be_changed_without_losing_tasks(worker, service):
    task_id = await begun(worker(state_keys=[OLD, NEW]), service)
    assert (await looked_at(worker(state_keys=[NEW, OLD]), service, task_id))["status"] == "completed"


@pytest.mark.parametrize("state_keys", [(), (OLD,)], ids=["the account's own key", "a shared key"])
async def test_another_account_cannot_open_it(account, served, state_keys):
    """Over HTTP each caller brings a key, and one server serves both accounts."""
    account.statuses["t1"] = "processing"
    with served(api_key=None, state_keys=state_keys) as url:
        async with http_client(url, bearer=KEY, extensions=[TakesTasks()]) as client:
            task = await Host(client).call("transcribe", audio=AUDIO)
            assert (await Host(client).get(task["taskId"]))["status"] == "working"
        async with http_client(url, bearer=OTHER_KEY, extensions=[TakesTasks()]) as client:
            with pytest.raises(MCPError, match="Task not found") as raised:
                await Host(client).get(task["taskId"])
        assert raised.value.error.code == -32602
        async with http_client(url, extensions=[TakesTasks()]) as client:
            with pytest.raises(MCPError) as raised:
                await Host(client).get(task["taskId"])
        assert raised.value.error.code == -32602
    assert {key for key in account.keys if key} == {KEY}


@pytest.mark.parametrize(
    "change",
    [
        lambda task_id: "",
        lambda task_id: "t1",
        lambda task_id: task_id[:-1],
        lambda task_id: task_id[:40] + ("A" if task_id[40] != "A" else "B") + task_id[41:],
        lambda task_id: task_id + "=",
        lambda task_id: task_id.replace("v1.", "v2."),
        lambda task_id: "v1.\N{SNOWMAN}" + task_id,
    ],
    ids=["empty", "a transcript's id", "cut", "changed", "longer", "another version", "not ASCII"],
)
async def test_what_is_not_the_id_that_was_given_out_is_unknown(worker, service, change):
    server = worker()
    code, message = await error_of(server, service, change(await begun(server, service)))
    assert code == -32602
    assert message.startswith("Task not found: ")


async def test_an_id_is_good_for_a_day_and_the_transcript_for_longer(worker, service):
    now = [1_000_000.0]
    server = worker(now=now)
    task_id = await begun(server, service)
    now[0] += DAY
    assert (await looked_at(server, service, task_id))["status"] == "completed"
    now[0] += 1
    assert await error_of(server, service, task_id) == (
        -32602,
        "Task has expired. The transcript itself is not affected: get_transcript with transcript_id=t1 shows it.",
    )


async def test_an_id_from_the_future_is_unknown(worker, service):
    task_id = await begun(worker(now=[1_000_061.0]), service)
    assert (await error_of(worker(now=[1_000_000.0]), service, task_id))[0] == -32602
    late = await begun(worker(now=[1_000_059.0]), service)
    assert (await looked_at(worker(now=[1_000_000.0]), service, late))["status"] == "completed"


async def test_each_task_has_an_id_of_its_own(worker, service):
    now = [1_000_000.0]
    ids = {await begun(worker(now=now), service) for _ in range(3)}
    assert len(ids) == 3


def test_an_id_tells_a_client_nothing(settings):
    callers = Callers(AsyncClient(settings))
    tickets = Tickets(sealing_keys(callers, ()), callers, lambda: 1.0)
    task_id, _ = tickets.issue("wait", {"arguments": {"transcript_id": "a-transcript"}})
    assert "a-transcript" not in task_id
    assert len(task_id) < 512


def test_the_sealed_state_of_a_question_is_no_id(settings):
    callers = Callers(AsyncClient(settings))
    keys = sealing_keys(callers, [OLD])
    tickets = Tickets(keys, callers, lambda: 1.0)
    codec = RequestStateSecurity(keys=keys()).codec
    for payload in (b'{"v": 1, "s": "x"}', b"[]", b'["state", 1]', b"not JSON"):
        with pytest.raises(MCPError, match="Task not found"):
            tickets.opened(codec.seal(payload))


def test_the_sealing_key_of_an_account_is_neither_its_key_nor_a_plain_hash_of_it(settings):
    """What else may seal or hash with the account's key makes no ids, and opens none."""
    callers = Callers(AsyncClient(settings))
    [own] = sealing_keys(callers, ())()
    task_id, _ = Tickets(lambda: [own], callers, lambda: 1.0).issue("wait", {})
    for key in (KEY.ljust(32, "0"), sha256(KEY.encode()).digest()):
        other = Tickets(lambda: [key], callers, lambda: 1.0)  # noqa: B023 - it is used at once
        with pytest.raises(MCPError, match="Task not found"):
            other.opened(task_id)


@pytest.mark.parametrize("state_keys", [(), (OLD,)], ids=["the account's own key", "a shared key"])
async def test_without_an_account_there_are_no_tasks(worker, service, state_keys):
    """It is not a task that has ended: a request that brings a key can still be answered."""
    task_id = await begun(worker(state_keys=state_keys), service)
    code, message = await error_of(worker(key=None, state_keys=state_keys), service, task_id)
    assert (code, "API key" in message) == (-32602, True)


async def test_a_worker_for_another_account_cannot_open_it_with_the_shared_key(worker, service):
    task_id = await begun(worker(state_keys=[OLD]), service)
    code, message = await error_of(worker(OTHER_KEY, state_keys=[OLD]), service, task_id)
    assert (code, message.partition(":")[0]) == (-32602, "Task not found")


def test_it_is_the_same_account_whether_a_caller_brings_its_key_or_the_server_has_it(account, served):
    account.statuses["t1"] = "processing"
    with served(state_keys=(OLD,)) as url:
        task_id = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]["taskId"]
    with served(api_key=None, state_keys=(OLD,)) as url:
        headers, body = modern("tasks/get", task_id, taskId=task_id)
        own = headers | {"Authorization": f"Bearer {KEY}"}
        seen = post(url, own, declaring(body, DECLARED)).json()["result"]
    assert (seen["taskId"], seen["status"]) == (task_id, "working")
