import asyncio
import sys
from typing import TypedDict

import pytest
from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langgraph.graph import END, START, StateGraph

from assemblyai_tools.langchain import AssemblyAISteps, TranscribeTool, progress
from assemblyai_tools.langchain.progress import EVENT, AsyncAnnouncer
from assemblyai_tools.waiting.progress import Progress, no_progress

CREATED = {"id": "t1", "status": "queued"}
RUNNING = {"id": "t1", "status": "processing"}
COMPLETED = {"id": "t1", "status": "completed", "text": "Hi."}
AUDIO = {"audio": "https://host.test/a.mp3"}


def told(events):
    return [(data["tool"], data["stage"], data["transcript_id"]) for data in events]


EXPECTED = [("transcribe", "waiting", "t1")]


@pytest.fixture
def tool(clients, answers):
    answers(CREATED, RUNNING, COMPLETED)
    return TranscribeTool(clients=clients)


class Heard(BaseCallbackHandler):
    def __init__(self):
        self.events = []

    def on_custom_event(self, name, data, **_):
        assert name == EVENT
        self.events.append(data)


class HeardAsync(AsyncCallbackHandler):
    def __init__(self):
        self.events = []

    async def on_custom_event(self, name, data, **_):
        await asyncio.sleep(0)
        self.events.append(data)


async def test_a_callback_handler_hears_of_the_progress(invoke, tool):
    heard = Heard()
    await invoke(tool, AUDIO, {"callbacks": [heard]})
    assert len(heard.events) >= 2
    assert set(told(heard.events)) == set(EXPECTED)
    assert heard.events[0] == {
        "tool": "transcribe",
        "stage": "waiting",
        "message": "transcribing, 0 s",
        "fraction": None,
        "transcript_id": "t1",
    }


async def test_an_async_handler_hears_of_all_of_it_in_order_before_the_call_is_over(clients, answers):
    reports, heard = [], HeardAsync()
    tool = TranscribeTool(clients=clients, on_progress=reports.append)
    answers(CREATED, RUNNING, COMPLETED)
    await tool.ainvoke(AUDIO, {"callbacks": [heard]})
    assert [data["message"] for data in heard.events] == [report.message for report in reports]
    assert len(reports) >= 2


async def test_the_stream_of_events_shows_it(tool):
    events = [event async for event in tool.astream_events(AUDIO, version="v2")]
    shown = [event["data"] for event in events if event["event"] == "on_custom_event"]
    assert set(told(shown)) == set(EXPECTED)


async def test_a_step_of_a_chain_shows_it_too(invoke, clients, answers):
    answers(CREATED, RUNNING, COMPLETED)
    heard = Heard()
    view = await invoke(AssemblyAISteps(clients=clients).transcribe(), AUDIO["audio"], {"callbacks": [heard]})
    assert view.status == "completed"
    assert set(told(heard.events)) == set(EXPECTED)


class State(TypedDict):
    audio: str


def graph_of(tool):
    def blocking(state):
        tool.invoke(state)
        return {}

    async def on_asyncio(state):
        await tool.ainvoke(state)
        return {}

    graphs = []
    for node in (blocking, on_asyncio):
        graph = StateGraph(State)
        graph.add_node("work", node)
        graph.add_edge(START, "work")
        graph.add_edge("work", END)
        graphs.append(graph.compile())
    return graphs


def test_inside_a_graph_its_custom_stream_shows_it(tool):
    shown = list(graph_of(tool)[0].stream(AUDIO, stream_mode="custom"))
    assert {data["type"] for data in shown} == {EVENT}
    assert set(told(shown)) == set(EXPECTED)


async def test_inside_an_async_graph_its_custom_stream_shows_it(tool):
    shown = [data async for data in graph_of(tool)[1].astream(AUDIO, stream_mode="custom")]
    assert {data["type"] for data in shown} == {EVENT}
    assert set(told(shown)) == set(EXPECTED)


async def test_without_langgraph_all_else_is_the_same(monkeypatch, invoke, tool):
    monkeypatch.delitem(sys.modules, "langgraph.config")
    heard = Heard()
    await invoke(tool, AUDIO, {"callbacks": [heard]})
    assert set(told(heard.events)) == set(EXPECTED)
    assert "langgraph.config" not in sys.modules


async def test_a_call_that_is_given_up_does_not_wait_for_a_slow_listener():
    begun = asyncio.Event()

    async def call():
        async with AsyncAnnouncer("transcribe", no_progress) as announce:
            announce(Progress("waiting", "transcribing, 0 s"))
            begun.set()
            await asyncio.Event().wait()

    async def never(_name, _data):
        await asyncio.Event().wait()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "adispatch_custom_event", never)
        task = asyncio.create_task(call())
        await begun.wait()
        task.cancel()
        async with asyncio.timeout(20):
            with pytest.raises(asyncio.CancelledError):
                await task


async def test_a_listeners_trouble_does_not_take_the_place_of_the_calls_own():
    async def call():
        async with AsyncAnnouncer("transcribe", no_progress) as announce:
            announce(Progress("waiting", "transcribing, 0 s"))
            await asyncio.sleep(0)
            raise ValueError("the call's own")

    async def broken(_name, _data):
        raise RuntimeError("the listener's")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "adispatch_custom_event", broken)
        with pytest.raises(ValueError, match="the call's own"):
            await call()
