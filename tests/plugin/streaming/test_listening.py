"""Live speech as a step of a LangChain chain, over real sockets on loopback."""

import asyncio
import copy
import pickle
import traceback
from contextlib import nullcontext

import pytest
from blockbuster import blockbuster_ctx
from langchain_core.callbacks import BaseCallbackHandler
from langchain_core.runnables import RunnableGenerator, RunnableLambda
from langgraph.config import get_stream_writer
from langgraph.graph import END, START, StateGraph
from pydantic import SecretStr
from tests.plugin.streaming.conftest import GIVEN, KEY, begin, speech, turn, until, word
from typing_extensions import TypedDict

from assemblyai_tools import AuthenticationError, InvalidArgumentsError, LiveTranscript, StreamControl
from assemblyai_tools.langchain import AssemblyAISteps
from assemblyai_tools.streaming.microphone import Microphone
from assemblyai_tools.streaming.silenced import Silenced

AUDIO = [speech(100), speech(100)]
ENDED = {"type": "Terminate"}


async def two_turns(session):
    await session.tell(begin())
    await session.hear(100)
    await session.tell(turn(0, word("good", 0, 50), end=False))
    await session.tell(turn(0, word("good", 0, 50), word("morning", 60, 90)))
    await session.tell(turn(1, word("bye", 100, 150)))
    await session.finish()


async def one_turn_and_more_to_come(session):
    await session.tell(begin(), turn(0, word("hello", 0, 50)))
    await session.finish()


@pytest.fixture
def steps(settings):
    return AssemblyAISteps(settings)


@pytest.fixture
def listen(steps):
    return lambda **options: steps.listen(**GIVEN, **options)


async def endless():
    yield speech(100)
    await asyncio.Event().wait()


async def _astreamed(step, audio, config=None):
    return [turn async for turn in step.astream(audio, config)]


async def _streamed(step, audio, config=None):
    return await asyncio.to_thread(lambda: list(step.stream(audio, config)))


async def _atransformed(step, audio, config=None):
    async def pieces():
        for piece in audio:
            yield piece

    return [turn async for turn in step.atransform(pieces(), config)]


async def _transformed(step, audio, config=None):
    return await asyncio.to_thread(lambda: list(step.transform(iter(audio), config)))


@pytest.fixture(params=[_astreamed, _streamed, _atransformed, _transformed])
def heard(request):
    """All that the step gives, in each of the ways to ask for it."""
    return request.param


def texts(turns):
    return [one.transcript for one in turns]


async def test_it_streams_the_finished_turns(service, listen, heard):
    service.scripts = [two_turns]
    turns = await heard(listen(), AUDIO)
    assert texts(turns) == ["good morning", "bye"]
    assert service.sessions[0].audio == b"".join(AUDIO)
    assert service.sessions[0].socket.request.headers["Authorization"] == KEY


async def test_it_streams_what_is_still_spoken_if_asked_to(service, listen, heard):
    service.scripts = [two_turns]
    assert texts(await heard(listen(partials=True), AUDIO)) == ["good", "good morning", "bye"]


async def test_invoked_it_gives_the_finished_turns_at_the_end(service, listen):
    service.scripts = [two_turns]
    step = listen(partials=True)
    assert texts(await step.ainvoke(AUDIO)) == ["good morning", "bye"]
    assert texts(await asyncio.to_thread(step.invoke, AUDIO)) == ["good morning", "bye"]


async def test_a_file_and_a_microphone_are_audio_too(service, steps, tmp_path):
    service.scripts = [two_turns]
    path = tmp_path / "audio.pcm"
    path.write_bytes(speech(200))
    assert len(await steps.listen(**GIVEN, at_pace=False).ainvoke(path)) == 2

    class Sound:
        PortAudioError = OSError

        def RawInputStream(self, *, callback, **_):  # noqa: N802 - the library's name
            callback(speech(200), 0, None, None)
            return nullcontext()

    microphone = Microphone(16_000, None, Sound())
    service.scripts = [one_turn_and_more_to_come]
    step = steps.listen(speech_model="u3-rt-pro", on_event=lambda _: microphone.close())
    assert texts(await step.ainvoke(microphone)) == ["hello"]


async def test_a_chain_goes_from_audio_through_turns_to_what_a_generator_makes_of_them(service, listen):
    service.scripts = [two_turns]

    async def answer(turns):
        async for one in turns:
            yield f"You said: {one.transcript}"

    chain = listen() | RunnableGenerator(answer)
    assert [said async for said in chain.astream(AUDIO)] == ["You said: good morning", "You said: bye"]


async def test_a_step_before_it_gives_pieces_of_audio(service, listen):
    service.scripts = [two_turns]

    async def microphone(_):
        for piece in AUDIO:
            yield piece

    chain = RunnableGenerator(microphone) | listen()
    assert texts([one async for one in chain.astream("any")]) == ["good morning", "bye"]
    assert service.sessions[0].audio == b"".join(AUDIO)


@pytest.mark.parametrize("heard", [_atransformed, _transformed])
async def test_a_step_before_it_gives_recordings(service, listen, heard, tmp_path):
    service.scripts = [two_turns]
    names = [tmp_path / "a.pcm", tmp_path / "b.pcm"]
    for name in names:
        name.write_bytes(speech(200))
    live = LiveTranscript()
    turns = await heard(listen(transcript=live, at_pace=False), names)
    assert texts(turns) == ["good morning", "bye"] * 2
    assert [one.turn_order for one in live.turns] == [0, 1, 2, 3]


async def test_no_audio_at_all_is_an_error(listen, heard):
    with pytest.raises(InvalidArgumentsError, match="The audio is empty"):
        await heard(listen(), [])


async def test_a_live_transcript_and_a_callback_get_all_that_is_told(service, listen, heard):
    service.scripts = [two_turns]
    live, told = LiveTranscript(), []
    await heard(listen(transcript=live, on_event=told.append), AUDIO)
    assert live.text() == "[00:00] good morning\n[00:00] bye"
    assert [event.type for event in told] == ["Begin", "Turn", "Turn", "Turn", "Termination"]


async def test_what_went_wrong_is_logged_unless_a_callback_takes_it(service, listen, caplog):
    async def told_of_a_problem(session):
        await session.tell(begin(), {"type": "Warning", "warning_code": 1, "warning": "Speak up"})
        await session.hear(100)
        await session.finish()

    class Late:
        """The microphone lost a part of the audio."""

        def __iter__(self):
            yield speech(100)
            yield Silenced(6400)

    service.scripts = [told_of_a_problem]
    await listen(on_event=print).ainvoke(Late())
    assert caplog.messages == []
    await listen().ainvoke(Late())
    assert sorted(caplog.messages) == [
        "Live speech: Speak up",
        "Live speech: nothing was heard from 00:00 to 00:00: the audio came faster than it could be sent.",
    ]


async def test_the_session_ends_when_the_reader_stops(service, listen):
    service.scripts = [one_turn_and_more_to_come]
    stream = listen().astream(endless())
    async for _ in stream:
        break
    await stream.aclose()
    assert service.sessions[0].messages == [ENDED]


async def test_the_session_ends_when_a_blocking_reader_stops(service, listen):
    service.scripts = [one_turn_and_more_to_come]

    def read():
        def audio():
            while True:
                yield speech(100)

        stream = listen(transcript=LiveTranscript()).stream(audio())
        next(stream)
        stream.close()

    await asyncio.to_thread(read)
    assert ENDED in service.sessions[0].messages


async def test_the_session_ends_when_the_chain_is_cancelled(service, listen):
    service.scripts = [one_turn_and_more_to_come]
    heard = asyncio.Event()

    async def answer(turns):
        async for one in turns:
            heard.set()
            yield one

    async def read():
        async for _ in (listen() | answer).astream(endless()):
            pass

    task = asyncio.create_task(read())
    await heard.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    await until(lambda: service.sessions[0].messages == [ENDED])


async def test_the_session_ends_when_a_later_step_fails(service, listen):
    service.scripts = [one_turn_and_more_to_come]

    async def answer(turns):
        async for _ in turns:
            raise RuntimeError("no answer")
        yield ""

    with pytest.raises(RuntimeError, match="no answer") as raised:
        async for _ in (listen() | answer).astream(endless()):
            pass
    traceback.clear_frames(raised.tb)  # they hold the generators
    del raised
    await until(lambda: service.sessions[0].messages == [ENDED])


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


async def test_it_does_not_block_the_event_loop(service, listen):
    service.scripts = [two_turns]
    with blockbuster_ctx():
        assert len(await listen().ainvoke(AUDIO)) == 2


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        ({"speech_model": "u3-rt-pro", "sample_rat": 16_000}, "sample_rat"),
        ({"speech_model": "u3-rt-pro", "min_turn_silence": -1}, "min_turn_silence"),
    ],
)
def test_wrong_parameters_raise_when_the_step_is_made(steps, options, problem):
    with pytest.raises(InvalidArgumentsError, match=problem):
        steps.listen(**options)


async def test_a_call_may_bring_a_users_own_key(service, listen, heard):
    service.scripts = [two_turns]
    config = {"configurable": {"assemblyai_api_key": SecretStr("sk-of-a-user-0123456789")}}
    await heard(listen(), AUDIO, config)
    assert service.sessions[0].socket.request.headers["Authorization"] == "sk-of-a-user-0123456789"


async def test_a_refused_key_of_a_user_is_told_from_the_programs(service, listen, heard):
    service.refusal = (401, "Unauthorized")
    config = {"configurable": {"assemblyai_api_key": SecretStr("sk-of-a-user-0123456789")}}
    with pytest.raises(AuthenticationError) as raised:
        await heard(listen(), AUDIO, config)
    assert "assemblyai_api_key" in raised.value.next_step


async def test_copies_and_pickles_listen_too(service, listen, monkeypatch):
    monkeypatch.setenv("ASSEMBLYAI_API_KEY", KEY)
    service.scripts = [two_turns]
    live = LiveTranscript()
    step = listen(transcript=live, control=StreamControl(), token="temporary", on_event=print)

    assert texts(await copy.deepcopy(step).ainvoke(AUDIO)) == ["good morning", "bye"]
    assert len(live.turns) == 2
    assert b"temporary" not in pickle.dumps(step)
    assert texts(await pickle.loads(pickle.dumps(step)).ainvoke(AUDIO)) == ["good morning", "bye"]
    assert len(live.turns) == 2
