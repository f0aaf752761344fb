"""`subscriptions/listen` with `taskIds`: a client hears of its tasks without asking again and again."""

import asyncio
import json
import threading

import httpx
import pytest
from mcp import Client
from mcp.client.extension import NotificationBinding, advertise
from mcp.shared.exceptions import MCPError
from pydantic import BaseModel, ConfigDict
from tests.mcp_server.conftest import COMPLETED
from tests.mcp_server.raw_requests import modern, post
from tests.mcp_server.tasks.tasks_host import Host, TakesTasks
from tests.mcp_server.tasks.test_extension import DECLARED, call_with, declaring
from tests.mcp_server.tasks.test_waits import AUDIO, DONE, PROCESSING, QUEUED

from assemblyai_mcp import ToolServer
from assemblyai_mcp.tasks import listening
from assemblyai_tools import AsyncClient

pytestmark = pytest.mark.usefixtures("pauses")

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


async def test_all_tasks_of_an_account_are_looked_at_twenty_times_a_second_at_most(settings, pauses):
    """One listens to a hundred tasks at once; the hundred and first, and what is named twice, are left out."""
    looks, numbers = [], iter(range(101))

    def answer(request):
        if request.method == "POST":
            return httpx.Response(200, json={"id": f"t{next(numbers)}", "status": "queued"})
        looks.append(request.url.path.rsplit("/")[-1])
        status = "completed" if looks.count(looks[-1]) > 2 else "processing"
        return httpx.Response(200, json=COMPLETED | {"id": looks[-1], "status": status})

    server = ToolServer(AsyncClient(settings, transport=httpx.MockTransport(answer)))
    async with Client(server, mode="2026-07-28", extensions=[TakesTasks()]) as client:
        host = Host(client)
        ids = [
            (await host.call("transcribe", audio=f"https://example.com/{number}.mp3"))["taskId"]
            for number in range(101)
        ]
        del looks[:100]  # all but that of the last
        await host.ask("subscriptions/listen", notifications={"taskIds": [ids[0], *ids]})
    first, further = pauses[:100], pauses[100:]
    assert sorted(first) == [
        *(number / 20 for number in range(1, 100)),
        5.0,
    ]  # one had its first look at once
    assert set(further) == {5.0}
    assert looks[0] == "t100"
    assert sorted(set(looks[1:])) == sorted(f"t{number}" for number in range(100))


async def test_what_an_account_listens_to_elsewhere_counts_too(server, service, pauses):
    service.script = [QUEUED, PROCESSING, *[PROCESSING] * 2, DONE, DONE]
    async with Client(server, mode="2026-07-28", extensions=[TakesTasks()]) as client:
        task = await Host(client).call("transcribe", audio=AUDIO)
        both = {"taskIds": [task["taskId"]]}
        await asyncio.gather(
            *[Host(client).ask("subscriptions/listen", notifications=both) for _ in range(2)]
        )
    assert min(pauses) == 0.05


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


def test_over_http_a_server_that_shuts_down_ends_the_stream_with_its_result(served, account, monkeypatch):
    async def for_ever(_seconds):
        await asyncio.Event().wait()

    monkeypatch.setattr(listening, "sleep", for_ever)
    account.statuses["t1"] = "processing"
    events, told = [], threading.Event()

    def listen(url, task_id):
        headers, body = modern("subscriptions/listen", notifications={"taskIds": [task_id]})
        content = json.dumps(declaring(body, DECLARED))
        with httpx.stream("POST", f"{url}/mcp", headers=headers, content=content, timeout=30) as answer:
            for line in answer.iter_lines():
                if line.startswith("data: "):
                    events.append(json.loads(line.removeprefix("data: ")))
                    if events[-1].get("method") == "notifications/tasks":
                        told.set()

    with served() as url:
        task_id = call_with(url, DECLARED, "transcribe", audio=AUDIO).json()["result"]["taskId"]
        listener = threading.Thread(target=listen, args=(url, task_id))
        listener.start()
        assert told.wait(30)
    listener.join(30)
    assert events[-1]["result"]["resultType"] == "complete"
