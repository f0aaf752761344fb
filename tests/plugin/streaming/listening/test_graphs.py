"""Live speech in LangGraph's graphs, and what traces and events see of it."""

from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableLambda
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from tests.plugin.streaming.conftest import GIVEN, speech, until
from tests.plugin.streaming.listening.hearing import (
    AUDIO,
    ENDED,
    endless,
    one_turn_and_more_to_come,
    two_turns,
)
from typing_extensions import TypedDict


class State(TypedDict):
    said: list


async def test_in_a_graph_turns_go_to_its_custom_stream(service, listen):
    service.scripts = [two_turns]
    step = listen()

    async def hear(_):
        write, said = get_stream_writer(), []
        async for one in step.astream(AUDIO):
            write(one.transcript)
            said.append(one.transcript)
        return {"said": said}

    graph = StateGraph(State)
    graph.add_node("hear", hear)
    graph.add_edge(START, "hear")
    graph.add_edge("hear", END)
    app = graph.compile()
    seen = [chunk async for chunk in app.astream({"said": []}, stream_mode=["custom", "values"])]
    assert [chunk for mode, chunk in seen if mode == "custom"] == ["good morning", "bye"]
    assert seen[-1] == ("values", {"said": ["good morning", "bye"]})


async def test_a_cancelled_graph_ends_the_session(service, listen):
    service.scripts = [one_turn_and_more_to_come]
    step = listen()

    async def hear(_):
        async for one in step.astream(endless()):
            get_stream_writer()(one.transcript)
        return {}

    graph = StateGraph(State)
    graph.add_node("hear", hear)
    graph.add_edge(START, "hear")
    stream = graph.compile().astream({"said": []}, stream_mode="custom")
    assert await anext(stream) == "hello"
    await stream.aclose()
    await until(lambda: service.sessions[0].messages == [ENDED])


class Trace(BaseCallbackHandler):
    def __init__(self):
        self.inputs, self.outputs = [], []

    def on_chain_start(self, serialized, inputs, **_):
        pass

    def on_chain_end(self, outputs, *, inputs=None, **_):
        self.inputs.append(inputs)
        self.outputs.append(outputs)


async def test_traces_hold_the_turns_but_not_the_audio(service, listen, heard):
    service.scripts = [two_turns]
    trace = Trace()
    await heard(listen(), AUDIO, {"callbacks": [trace]})
    [said] = trace.inputs
    assert said.startswith("audio")
    assert trace.outputs[0].transcript == "bye"


async def test_a_trace_names_the_file(service, steps, tmp_path):
    service.scripts = [two_turns]
    path = tmp_path / "audio.pcm"
    path.write_bytes(speech(200))
    trace = Trace()
    await steps.listen(**GIVEN, at_pace=False).ainvoke(path, {"callbacks": [trace]})
    assert trace.inputs == [str(path)]


async def test_turns_are_seen_as_events_of_the_chain(service, listen):
    service.scripts = [two_turns]
    chain = listen() | RunnableLambda(lambda last: last)
    events = [event async for event in chain.astream_events(AUDIO, include_names=["listen"])]
    told = [event["data"]["chunk"].transcript for event in events if event["event"] == "on_chain_stream"]
    assert told == ["good morning", "bye"]
