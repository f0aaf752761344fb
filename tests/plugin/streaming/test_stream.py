"""Streams over real sockets on loopback: how they are opened, what they tell, and how they are steered."""

import asyncio
import threading

import pytest
from blockbuster import blockbuster_ctx
from tests.plugin.streaming.conftest import GIVEN, KEY, attentive, begin, speech, turn, until, wav, word
from tests.plugin.streaming.reading import collected, kinds, live

from assemblyai_tools import (
    ConfigurationError,
    InvalidArgumentsError,
    MissingExtraError,
    Settings,
    StreamControl,
    StreamReaderError,
)
from assemblyai_tools.streaming import stream as stream_module
from assemblyai_tools.streaming.microphone import Microphone
from assemblyai_tools.streaming.silenced import Silenced


async def a_turn(session):
    await session.tell(begin())
    await session.hear(200)
    await session.tell({"type": "SpeechStarted", "timestamp": 20})
    await session.tell(turn(0, word("hello", 20, 100), end=False), turn(0, word("hello", 20, 100)))
    await session.finish()


async def in_pieces(audio, size=640):
    for at in range(0, len(audio), size):
        yield audio[at : at + size]


async def test_a_stream_tells_its_events_in_order(client, service):
    service.scripts = [a_turn]
    told = await collected(client.stream(in_pieces(speech(200)), **GIVEN))
    assert kinds(told) == ["Begin", "SpeechStarted", "Turn", "Turn", "Termination"]
    assert [event.is_final for event in told[2:4]] == [False, True]
    assert service.sessions[0].socket.request.headers["Authorization"] == KEY
    assert "speech_model=universal-streaming-english" in service.sessions[0].query


async def test_it_does_not_block_the_event_loop(client, service, tmp_path):
    """As `langgraph dev`, which raises where a file is read or a certificate loaded."""
    service.scripts = [attentive]
    path = tmp_path / "audio.pcm"
    path.write_bytes(speech(300))
    recording = wav(tmp_path / "call.wav")
    with blockbuster_ctx():
        await collected(client.stream(path, **GIVEN, at_pace=False))
        await collected(client.stream([speech(100)], **GIVEN))
        await collected(client.stream(recording, speech_model="u3-rt-pro", at_pace=False))
    assert [session.audio for session in service.sessions] == [speech(300), speech(100), speech(2000)]


async def test_a_file_that_does_not_tell_its_sample_rate_needs_one(client, service, tmp_path):
    (tmp_path / "call.raw").write_bytes(speech(300))
    stream = client.stream(tmp_path / "call.raw", speech_model="u3-rt-pro")
    with pytest.raises(InvalidArgumentsError, match="'sample_rate' is required for pcm_s16le"):
        await collected(stream)
    await stream.aclose()
    assert service.sessions == []


async def test_other_arguments_of_a_wav_file_are_checked_before_it_is_read(client, tmp_path):
    with pytest.raises(InvalidArgumentsError, match="vad_threshold"):
        client.stream(wav(tmp_path / "call.wav"), speech_model="u3-rt-pro", vad_threshold=2)


async def test_a_stream_that_is_closed_while_its_file_is_looked_at_opens_no_session(
    client, service, tmp_path, monkeypatch
):
    looking, go_on = threading.Event(), threading.Event()

    def rate(*_):
        looking.set()
        go_on.wait(60)
        return 16_000

    monkeypatch.setattr("assemblyai_tools.streaming.stream.rate_of_file", rate)
    stream = client.stream(wav(tmp_path / "call.wav"), speech_model="u3-rt-pro")
    reading = asyncio.create_task(collected(stream))
    await asyncio.to_thread(looking.wait, 60)
    await stream.aclose()
    go_on.set()
    assert await reading == []
    assert service.sessions == []


async def test_audio_in_small_pieces_is_joined_to_frames(client, service):
    service.scripts = [attentive]
    await collected(client.stream(in_pieces(speech(2020), 64), **GIVEN))
    frames = [len(one) // 32 for one in service.sessions[0].received if isinstance(one, bytes)]
    assert all(50 <= frame <= 1000 for frame in frames)
    assert sum(frames) in range(2020, 2071)


@pytest.mark.parametrize("token", ["", " "])
def test_an_empty_token_does_not_make_the_key_take_its_place(opened, token):
    with pytest.raises(InvalidArgumentsError, match="the token is empty"):
        opened([speech(100)], token=token)


async def test_a_temporary_token_takes_the_keys_place(service, tmp_path, opened):
    service.scripts = [attentive]
    settings = Settings(base_url=f"http://127.0.0.1:{service.port}")
    await collected(opened([speech(100)], settings=settings, token="temporary"))
    assert service.sessions[0].query.endswith("token=temporary")
    assert "Authorization" not in service.sessions[0].socket.request.headers


async def test_without_a_key_nothing_is_sent(service, opened):
    settings = Settings(base_url=f"http://127.0.0.1:{service.port}")
    with pytest.raises(ConfigurationError, match="No AssemblyAI API key is set"):
        opened([speech(100)], settings=settings)


@pytest.mark.parametrize("url", ["http://streaming.test", "ftp://127.0.0.1"])
async def test_speech_and_key_do_not_leave_the_machine_without_tls(url, opened):
    settings = Settings(api_key=KEY, base_url="https://api.test", streaming_url=url)
    with pytest.raises(ConfigurationError, match="only sent over https"):
        opened([speech(100)], settings=settings)


async def test_without_its_package_it_says_how_to_install_it(client, monkeypatch):
    monkeypatch.setattr(stream_module, "is_installed", lambda _: False)
    with pytest.raises(MissingExtraError, match="streaming"):
        client.stream([speech(100)], **GIVEN)


async def test_a_wait_that_is_kept_goes_on_with_the_same_event(client, service):
    async def script(session):
        await session.tell(begin())
        await session.finish()

    service.scripts, control = [script], StreamControl()
    async with client.stream(live(speech(100)), control=control, **GIVEN) as stream:
        assert (await anext(stream)).type == "Begin"
        waiting = asyncio.ensure_future(anext(stream))
        done, _ = await asyncio.wait({waiting}, timeout=0)
        assert done == set()
        control.end()
        assert (await waiting).type == "Termination"


async def test_two_readers_are_one_too_many(client, service):
    service.scripts, told = [attentive], []
    async with client.stream(live(speech(100)), **GIVEN) as stream:
        reading = asyncio.create_task(collected(stream, told))
        await until(lambda: told)
        with pytest.raises(StreamReaderError, match="Two readers"):
            await anext(stream)
    await reading


async def test_a_control_steers_the_stream(client, service):
    control = StreamControl()
    control.force_endpoint()

    async def script(session):
        await session.tell(begin())
        await session.hear_message("UpdateConfiguration")
        await session.hear_message("KeepAlive")
        await session.finish()

    service.scripts = [script]
    async for event in client.stream(live(speech(100)), **GIVEN, control=control):
        if event.type == "Begin":
            control.update(max_turn_silence=300)
            control.keep_alive()
            control.end()
            control.end()
    assert service.sessions[0].audio == speech(100)
    assert service.sessions[0].messages == [
        {"type": "ForceEndpoint"},
        {"type": "UpdateConfiguration", "max_turn_silence": 300},
        {"type": "KeepAlive"},
        {"type": "Terminate"},
    ]
    control.end()
    with pytest.raises(InvalidArgumentsError, match="steers another stream"):
        await collected(client.stream(live(speech(100)), **GIVEN, control=control))


async def test_a_stream_that_was_ended_before_it_began_opens_nothing(client, service):
    control = StreamControl()
    control.end()
    assert await collected(client.stream(live(), **GIVEN, control=control)) == []
    assert service.sessions == []


async def test_a_change_that_does_not_fit_ends_the_stream(client, service):
    service.scripts, control = [attentive], StreamControl()
    with pytest.raises(InvalidArgumentsError, match="sample_rate cannot change"):
        control.update(sample_rate=8000)
    stream = client.stream(live(speech(100)), **GIVEN, control=control)
    await anext(stream)
    control.update(vad_threshold=7)
    with pytest.raises(InvalidArgumentsError, match="vad_threshold: give a number from 0 to 1"):
        await collected(stream)
    assert service.sessions[0].messages == [{"type": "Terminate"}]


def test_a_control_outlives_its_event_loop(client, service):
    service.scripts, control = [attentive], StreamControl()
    asyncio.run(collected(client.stream([speech(100)], **GIVEN, control=control)))
    control.end()
    assert len(service.sessions) == 1


async def test_lost_audio_of_a_source_is_a_gap(opened, service):
    service.scripts = [attentive]
    told = await collected(opened([speech(1000), Silenced(len(speech(500))), speech(100)]))
    assert [(one.start_ms, one.end_ms) for one in told if one.type == "Gap"] == [(1000, 1500)]


async def test_a_microphone_has_the_streams_sample_rate(opened, service):
    device = Microphone(8000, None, None)
    assert opened(device, sample_rate=None)
    for wrong in ({"sample_rate": 16_000}, {"sample_rate": 8000, "encoding": "pcm_mulaw"}):
        with pytest.raises(InvalidArgumentsError, match="The microphone gives pcm_s16le with 8,000"):
            opened(device, **wrong)
