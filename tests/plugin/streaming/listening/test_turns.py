"""The turns that live speech gives as a step of a LangChain chain, over real sockets on loopback."""

import asyncio
import copy
import pickle
from contextlib import nullcontext

import pytest
from blockbuster import blockbuster_ctx
from langchain_core.runnables import RunnableGenerator
from pydantic import SecretStr
from tests.plugin.streaming.conftest import GIVEN, KEY, begin, speech
from tests.plugin.streaming.listening.hearing import (
    AUDIO,
    _atransformed,
    _transformed,
    one_turn_and_more_to_come,
    texts,
    two_turns,
)

from assemblyai_tools import AuthenticationError, InvalidArgumentsError, LiveTranscript, StreamControl
from assemblyai_tools.streaming.microphone import Microphone
from assemblyai_tools.streaming.silenced import Silenced


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
