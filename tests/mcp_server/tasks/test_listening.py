"""`subscriptions/listen` with `taskIds`: a client hears of its tasks without asking again and again."""

import asyncio
import json

import httpx
import pytest
from mcp import Client
from mcp.client.extension import NotificationBinding, advertise
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ConfigDict
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import Host, TakesTasks
from tests.mcp_server.tasks.test_extension import DECLARED, call_with, declaring
from tests.mcp_server.tasks.test_waits import AUDIO, DONE, PROCESSING, QUEUED

from assemblyai_mcp import ToolServer
from assemblyai_mcp.tasks import listening

SUBSCRIPTION = "io.modelcontextprotocol/subscriptionId"


class Told(BaseModel):
    model_config = ConfigDict(extra="allow")


class Listener(TakesTasks):
    """A host that keeps what it is told of tasks."""

    def __init__(self):
        self.told = []

    def notifications(self):
        async def keep(params):
            self.told.append(params.model_dump())

        return [NotificationBinding(method="notifications/tasks", params_type=Told, handler=keep)]


@pytest.fixture(autouse=True)
def pauses(monkeypatch):
    """The seconds between two looks; nobody sleeps."""
    slept = []

    async def sleep(seconds):
        slept.append(seconds)
        await asyncio.sleep(0)

    monkeypatch.setattr(listening, "sleep", sleep)
    return slept


@pytest.fixture
def listen(server):
    """Listen to tasks in memory until the server ends it; gives what was told of them."""

    async def listening_to(*, begin, known=()):
        listener = Listener()
        async with Client(server, mode="2026-07-28", extensions=[listener]) as client:
            host = Host(client)
            ids = [(await host.call("transcribe", **call))["taskId"] for call in begin]
            await host.ask("subscriptions/listen", notifications={"taskIds": [*ids, *known]})
            for _ in range(
                50
            ):  # notifications are handled in the order of their arrival, but after the answer
                await asyncio.sleep(0)
        return ids, listener.told

    return listening_to


async def test_a_task_is_told_as_tasks_get_would_until_it_has_ended(listen, service, pauses):
    service.script = [QUEUED, PROCESSING, PROCESSING, DONE]
    [task_id], told = await listen(begin=[{"audio": AUDIO}])
    assert [(one["taskId"], one["status"]) for one in told] == [(task_id, "working"), (task_id, "completed")]
    assert told[-1]["result"]["structuredContent"]["id"] == "t1"
    assert pauses == [1.0]


async def test_several_tasks_are_told_each_until_its_end(listen, service):
    second = [httpx.Response(200, json={"id": "t2", "status": status}) for status in ("queued", "processing")]
    service.script = [QUEUED, PROCESSING, *second, DONE, DONE]
    ids, told = await listen(begin=[{"audio": AUDIO}, {"audio": "https://example.com/other.mp3"}])
    assert sorted(one["taskId"] for one in told) == sorted(ids)
    assert {one["status"] for one in told} == {"completed"}


async def test_an_id_that_is_not_known_is_left_out(listen, service):
    service.script = [QUEUED, PROCESSING, DONE]
    [task_id], told = await listen(begin=[{"audio": AUDIO}], known=["unknown"])
    assert [one["taskId"] for one in told] == [task_id]


async def test_a_client_that_does_not_declare_the_extension_may_not_listen_to_tasks(server):
    async with Client(server, mode="2026-07-28", extensions=[advertise("com.example/other")]) as client:
        with pytest.raises(MCPError) as raised:
            await Host(client).ask("subscriptions/listen", notifications={"taskIds": ["unknown"]})
    assert raised.value.error.code == -32021


@pytest.mark.parametrize("wanted", ["one", [1], {"a": "b"}])
async def test_ids_that_are_no_list_of_texts_are_an_invalid_parameter(server, wanted):
    async with Client(server, mode="2026-07-28", extensions=[TakesTasks()]) as client:
        with pytest.raises(MCPError) as raised:
            await Host(client).ask("subscriptions/listen", notifications={"taskIds": wanted})
    assert raised.value.error.code == -32602


@pytest.mark.parametrize("params", [{"notifications": {}}, {"notifications": {"taskIds": []}}, {}])
@pytest.mark.parametrize("mode", ["legacy", "2026-07-28"])
async def test_any_other_subscription_is_answered_as_ever(server, mode, params):
    async with Client(server, mode=mode, extensions=[TakesTasks()]) as client:
        with pytest.raises(MCPError) as raised:
            await Host(client).ask("subscriptions/listen", **params)
    assert raised.value.error.code == (-32601 if params or mode == "legacy" else -32602)


async def test_a_task_that_expires_is_not_told_any_more(client, service, monkeypatch):
    now, listener = [1_000_000.0], Listener()

    async def a_day(_seconds):
        now[0] += 86_401

    monkeypatch.setattr(listening, "sleep", a_day)
    service.script = [QUEUED, PROCESSING, PROCESSING]
    server = ToolServer(client, clock=lambda: now[0])
    async with Client(server, mode="2026-07-28", extensions=[listener]) as connected:
        task = await Host(connected).call("transcribe", audio=AUDIO)
        await Host(connected).ask("subscriptions/listen", notifications={"taskIds": [task["taskId"]]})
    assert service.script == []


async def test_a_stream_ends_after_a_while_and_the_client_listens_again(server, service, monkeypatch):
    monkeypatch.setattr(listening, "LONGEST_SECONDS", 0)
    service.script = [QUEUED, *[PROCESSING] * 99]
    async with Client(server, mode="2026-07-28", extensions=[TakesTasks()]) as client:
        task = await Host(client).call("transcribe", audio=AUDIO)
        ended = await Host(client).ask("subscriptions/listen", notifications={"taskIds": [task["taskId"]]})
    assert ended["resultType"] == "complete"


def test_over_http_the_stream_begins_with_what_was_agreed_on_and_says_its_end(served, account):
    account.statuses["t1"] = "processing"
    with served() as url:
        task_id = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]["taskId"]
        account.statuses["t1"] = "completed"
        headers, body = modern("subscriptions/listen", notifications={"taskIds": [task_id, "unknown"]})
        answer = post(url, headers, declaring(body, DECLARED))
    events = [
        json.loads(line.removeprefix("data: "))
        for line in answer.text.splitlines()
        if line.startswith("data: ")
    ]
    agreed, task, ended = events
    assert agreed["method"] == "notifications/subscriptions/acknowledged"
    assert agreed["params"]["notifications"] == {"taskIds": [task_id]}
    assert (task["method"], task["params"]["status"]) == ("notifications/tasks", "completed")
    assert ended["result"]["resultType"] == "complete"
    stamps = [agreed["params"]["_meta"], task["params"]["_meta"], ended["result"]["_meta"]]
    assert {stamp[SUBSCRIPTION] for stamp in stamps} == {1}


def test_over_http_a_stranger_hears_nothing(served, account):
    account.statuses["t1"] = "processing"
    with served(api_key=None) as url:
        headers, body = modern("tools/call", "transcribe", name="transcribe", arguments={"audio": AUDIO})
        owner = {"Authorization": "Bearer owner"}
        task_id = post(url, headers | owner, declaring(body, DECLARED)).json()["result"]["taskId"]
        headers, body = modern("subscriptions/listen", notifications={"taskIds": [task_id]})
        answer = post(url, headers | {"Authorization": "Bearer stranger"}, declaring(body, DECLARED))
    assert '"taskIds":[]' in answer.text
    assert "notifications/tasks" not in answer.text
