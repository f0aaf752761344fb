import asyncio
import sys
from typing import TypedDict

import pytest
from langchain_core.callbacks import AsyncCallbackHandler, BaseCallbackHandler
from langgraph.graph import END, START, StateGraph

from assemblyai_tools.langchain import AssemblyAISteps, TranscribeTool, progress
from assemblyai_tools.langchain.progress import EVENT, AsyncProgressReporter
from assemblyai_tools.waiting.progress import Progress, no_progress

CREATED = {"id": "t1", "status": "queued"}
RUNNING = {"id": "t1", "status": "processing"}
COMPLETED = {"id": "t1", "status": "completed", "text": "Hi."}
AUDIO = {"audio": "https://host.test/a.mp3"}


def summary(events):
    return [(data["tool"], data["stage"], data["transcript_id"]) for data in events]


EXPECTED = [("transcribe", "waiting", "t1")]


@pytest.fixture
def tool(clients, answers):
    answers(CREATED, RUNNING, COMPLETED)
    return TranscribeTool(clients=clients)


class Handler(BaseCallbackHandler):
    def __init__(self):
        self.events = []

    def on_custom_event(self, name, data, **_):
        assert name == EVENT
        self.events.append(data)


class AsyncHandler(AsyncCallbackHandler):
    def __init__(self):
        self.events = []

    async def on_custom_event(self, name, data, **_):
        await asyncio.sleep(0)
        self.events.append(data)


async def test_a_callback_handler_gets_the_progress(invoke, tool):
    handler = Handler()
    await invoke(tool, AUDIO, {"callbacks": [handler]})
    assert len(handler.events) >= 2
    assert set(summary(handler.events)) == set(EXPECTED)
    assert handler.events[0] == {
        "tool": "transcribe",
        "stage": "waiting",
        "message": "transcribing, 0 s",
        "fraction": None,
        "transcript_id": "t1",
    }


async def test_an_async_handler_gets_every_event_in_order_before_the_call_ends(clients, answers):
    reports, handler = [], AsyncHandler()
    tool = TranscribeTool(clients=clients, on_progress=reports.append)
    answers(CREATED, RUNNING, COMPLETED)
    await tool.ainvoke(AUDIO, {"callbacks": [handler]})
    assert [data["message"] for data in handler.events] == [report.message for report in reports]
    assert len(reports) >= 2


async def test_the_event_stream_shows_the_progress(tool):
    events = [event async for event in tool.astream_events(AUDIO, version="v2")]
    shown = [event["data"] for event in events if event["event"] == "on_custom_event"]
    assert set(summary(shown)) == set(EXPECTED)


async def test_a_step_of_a_chain_reports_progress_too(invoke, clients, answers):
    answers(CREATED, RUNNING, COMPLETED)
    handler = Handler()
    view = await invoke(
        AssemblyAISteps(clients=clients).transcribe(), AUDIO["audio"], {"callbacks": [handler]}
    )
    assert view.status == "completed"
    assert set(summary(handler.events)) == set(EXPECTED)


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


def test_inside_a_graph_the_custom_stream_shows_the_progress(tool):
    shown = list(graph_of(tool)[0].stream(AUDIO, stream_mode="custom"))
    assert {data["type"] for data in shown} == {EVENT}
    assert set(summary(shown)) == set(EXPECTED)


async def test_inside_an_async_graph_the_custom_stream_shows_the_progress(tool):
    shown = [data async for data in graph_of(tool)[1].astream(AUDIO, stream_mode="custom")]
    assert {data["type"] for data in shown} == {EVENT}
    assert set(summary(shown)) == set(EXPECTED)


async def test_without_langgraph_callback_handlers_still_get_the_progress(monkeypatch, invoke, tool):
    monkeypatch.delitem(sys.modules, "langgraph.config")
    handler = Handler()
    await invoke(tool, AUDIO, {"callbacks": [handler]})
    assert set(summary(handler.events)) == set(EXPECTED)
    assert "langgraph.config" not in sys.modules


async def test_a_cancelled_call_does_not_wait_for_a_slow_handler():
    begun = asyncio.Event()

    async def call():
        async with AsyncProgressReporter("transcribe", no_progress) as report:
            report(Progress("waiting", "transcribing, 0 s"))
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


async def test_a_failing_handler_does_not_hide_the_calls_own_error():
    async def call():
        async with AsyncProgressReporter("transcribe", no_progress) as report:
            report(Progress("waiting", "transcribing, 0 s"))
            await asyncio.sleep(0)
            raise ValueError("the call's own")

    async def broken(_name, _data):
        raise RuntimeError("the handler's")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(progress, "adispatch_custom_event", broken)
        with pytest.raises(ValueError, match="the call's own"):
            await call()
