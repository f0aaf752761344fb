"""Streams over real sockets on loopback."""

import asyncio
import gc
import threading

import pytest
from blockbuster import blockbuster_ctx
from tests.plugin.streaming.conftest import (
    GIVEN,
    KEY,
    TERMINATION,
    attentive,
    begin,
    settled,
    speech,
    turn,
    until,
    wav,
    word,
)
from tests.plugin.streaming.reading import collected, kinds, live

from assemblyai_tools import (
    AuthenticationError,
    BadRequestError,
    ConfigurationError,
    InvalidArgumentsError,
    MissingExtraError,
    PermissionDeniedError,
    RateLimitedError,
    Settings,
    StreamControl,
    StreamReaderError,
    UnexpectedReplyError,
)
from assemblyai_tools.streaming import last_turns
from assemblyai_tools.streaming import stream as stream_module
from assemblyai_tools.streaming.microphone import Microphone
from assemblyai_tools.streaming.outlet import MOST_EVENTS, STALLED_SECONDS
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


@pytest.mark.parametrize(
    ("audio", "told"),
    [
        ([], "The audio is empty"),
        ([b""], "The audio is empty"),
        ([b"RIFF\0\0\0\0WAVE"], "begins with the header of a WAV file"),
    ],
)
async def test_wrong_audio_opens_no_session(client, service, audio, told):
    with pytest.raises(InvalidArgumentsError, match=told):
        await collected(client.stream(audio, **GIVEN))
    assert service.sessions == []


@pytest.mark.parametrize(
    ("code", "reason", "kind"),
    [
        (1008, "Unauthorized Connection: Missing Authorization header", AuthenticationError),
        (1008, "Unauthorized Connection: account disabled", PermissionDeniedError),
        (3006, "Invalid Message: []", BadRequestError),
        (3007, "Input duration violation", BadRequestError),
        (3008, "Session Expired", BadRequestError),
        (3009, "Too many concurrent sessions", RateLimitedError),
    ],
)
@pytest.mark.parametrize("with_message", [True, False])
async def test_a_closed_session_is_a_typed_error(client, service, code, reason, kind, with_message):
    async def script(session):
        await session.tell(begin())
        await session.hear(100)
        if with_message:
            await session.tell({"type": "Error", "error_code": code, "error": reason})
        await session.socket.close(code, reason)

    service.scripts, told = [script], []
    with pytest.raises(kind) as raised:
        await collected(client.stream(live(speech(100)), **GIVEN), told)
    assert reason in str(raised.value)
    assert kinds(told) == ["Begin"]
    assert len(service.sessions) == 1


async def test_a_refused_handshake_is_a_typed_error(client, service):
    service.refusal = (401, f"no such key {KEY}")
    with pytest.raises(AuthenticationError) as raised:
        await collected(client.stream(live(speech(100)), **GIVEN))
    assert KEY not in str(raised.value)


async def test_a_redirect_is_not_followed_as_it_would_take_the_key_along(client, service, settings):
    service.refusal = (307, "", f"ws://127.0.0.1:{service.port}/elsewhere")
    with pytest.raises(UnexpectedReplyError, match="HTTP 307 instead of opening the session") as raised:
        await collected(client.stream(live(speech(100)), **GIVEN))
    assert "ASSEMBLYAI_STREAMING_BASE_URL" in str(raised.value)
    assert service.handshakes == ["/v3/ws"]


async def test_a_message_that_cannot_be_read_is_told_and_the_session_goes_on(client, service):
    async def script(session):
        await session.tell(begin(), "no json", turn(0, word("hello", 0, 50)))
        await session.finish()

    service.scripts = [script]
    told = await collected(client.stream([speech(100)], **GIVEN))
    assert kinds(told) == ["Begin", "Warning", "Turn", "Termination"]


async def test_a_session_that_begins_with_what_cannot_be_read_is_ended(client, service):
    async def script(session):
        await session.tell("no json")
        await session.finish()

    service.scripts = [script]
    with pytest.raises(UnexpectedReplyError):
        await collected(client.stream(live(speech(100)), **GIVEN))
    assert service.sessions[0].messages[-1] == {"type": "Terminate"}


async def test_an_error_of_the_source_shows_no_key(client, service):
    def broken():
        yield speech(100)
        raise OSError(f"no audio from https://x.test/live?key={KEY}")

    service.scripts = [attentive]
    with pytest.raises(OSError, match="no audio from") as raised:
        await collected(client.stream(broken(), **GIVEN))
    assert KEY not in str(raised.value)


async def test_an_error_of_the_source_comes_after_the_last_turns(client, service):
    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.tell(turn(0, word("hello", 0, 50)), TERMINATION)

    def broken():
        yield speech(100)
        raise OSError("the cable was pulled")

    service.scripts, told = [script], []
    with pytest.raises(OSError, match="the cable was pulled"):
        await collected(client.stream(broken(), **GIVEN), told)
    assert kinds(told) == ["Begin", "Turn", "Termination"]


async def test_leaving_the_loop_ends_the_session(client, service):
    service.scripts = [attentive]
    async with client.stream(live(speech(100)), **GIVEN) as stream:
        async for event in stream:
            assert event.type == "Begin"
            break
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_an_error_in_the_loop_ends_the_session(client, service):
    service.scripts = [attentive]

    async def broken():
        async with client.stream(live(speech(100)), **GIVEN) as stream:
            async for _ in stream:
                1 / 0  # noqa: B018

    with pytest.raises(ZeroDivisionError):
        await broken()
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_a_forgotten_stream_ends_its_session(client, service):
    service.scripts = [attentive]
    stream = client.stream(live(speech(100)), **GIVEN)
    await anext(stream)
    del stream
    gc.collect()
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])


async def test_cancelling_the_reader_ends_the_session(client, service):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(client.stream(live(speech(100)), **GIVEN), told))
    await until(lambda: told)
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_cancelling_again_and_again_ends_the_session_too(client, service):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(client.stream(live(speech(100)), **GIVEN), told))
    await until(lambda: told)
    while not reading.done():
        reading.cancel()
        await asyncio.sleep(0)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])


def test_the_end_of_the_event_loop_ends_the_session(client, service):
    service.scripts = [attentive]

    async def main():
        stream = client.stream(live(speech(100)), **GIVEN)
        await anext(stream)
        return stream

    asyncio.run(main())
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_closing_a_stream_that_was_not_read_opens_nothing(client, service):
    stream = client.stream(live(speech(100)), **GIVEN)
    await stream.aclose()
    with pytest.raises(StopAsyncIteration):
        await anext(stream)
    assert service.sessions == []


async def test_closing_a_stream_ends_its_reader(client, service):
    service.scripts, told = [attentive], []
    stream = client.stream(live(speech(100)), **GIVEN)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: told)
    await stream.aclose()
    await reading
    assert kinds(told) == ["Begin", "Termination"]


async def test_a_wait_that_was_cancelled_ends_the_session_and_the_next_one_says_so(client, service):
    service.scripts = [attentive]
    stream = client.stream(live(speech(100)), **GIVEN)
    assert (await anext(stream)).type == "Begin"
    waiting = asyncio.ensure_future(anext(stream))
    await settled()
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting
    assert service.sessions[0].messages == [{"type": "Terminate"}]
    with pytest.raises(StreamReaderError, match=r"asyncio\.wait\(\{task\}, timeout=SECONDS\)"):
        await anext(stream)
    assert await collected(stream) == []


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


@pytest.mark.parametrize("limit", [{"max_seconds": 5}, {"max_cost": 0.15 / 720}])
async def test_a_ceiling_ends_the_session(opened, service, clock, limit):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(opened(live(speech(100)), **limit), told))
    await until(lambda: told)
    await clock.pass_by(4)
    assert kinds(told) == ["Begin"]
    await clock.pass_by(2)
    await reading
    assert kinds(told) == ["Begin", "Warning", "Termination"]
    assert next(iter(limit)) in told[1].warning


@pytest.mark.parametrize(
    ("is_here", "seconds"),
    [(True, last_turns.LAST_TURNS_HERE_SECONDS), (False, last_turns.LAST_TURNS_SECONDS)],
)
async def test_without_an_answer_the_last_turns_are_not_waited_for_for_long(
    opened, service, clock, monkeypatch, is_here, seconds
):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", is_here)

    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await session.tell(turn(0, word("hello", 0, 50)))
        await session.listen()

    service.scripts, told = [script], []
    reading = asyncio.create_task(collected(opened([speech(1000)], format_turns=True), told))
    await until(lambda: len(told) == 2)
    await clock.pass_by(seconds)
    assert not reading.done()
    await clock.pass_by(2.5)
    await reading
    assert kinds(told) == ["Begin", "Turn", "Turn", "Warning"]
    assert [event.is_final for event in told[1:3]] == [False, True]
    assert "did not confirm" in told[3].warning


async def test_who_leaves_while_last_turns_are_due_waits_for_the_end_of_the_session(opened, service):
    go_on = threading.Event()

    async def script(session):
        await session.tell(begin())
        await session.hear_message("Terminate")
        await asyncio.to_thread(go_on.wait)
        await session.tell(TERMINATION)

    service.scripts = [script]
    stream = opened([speech(100)])
    await anext(stream)
    await until(lambda: service.sessions[0].messages)
    leaving = asyncio.create_task(stream.aclose())
    await settled()
    assert not leaving.done()
    go_on.set()
    await leaving
    assert service.sessions[0].messages == [{"type": "Terminate"}]


async def test_a_service_that_does_not_answer_keeps_nobody_who_leaves(opened, service, clock):
    async def script(session):
        await session.tell(begin())
        await session.listen()

    service.scripts = [script]
    stream = opened(live(speech(100)))
    await anext(stream)
    leaving = asyncio.create_task(stream.aclose())
    await until(lambda: service.sessions[0].messages)
    await clock.pass_by(last_turns.LAST_TURNS_SECONDS + 1)
    await leaving


async def test_a_reader_that_stalls_ends_the_session(opened, service, clock):
    async def script(session):
        await session.tell(begin(), turn(0, word("hello", 0, 50)))
        await session.finish()

    service.scripts = [script]
    stream = opened(live(speech(100)))
    await anext(stream)
    await until(lambda: stream._session._outlet._events)
    await clock.pass_by(STALLED_SECONDS + 2)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])
    told = []
    with pytest.raises(StreamReaderError, match="Nobody read the stream's events for 120 s"):
        await collected(stream, told)
    assert kinds(told) == ["Turn", "Termination"]


async def test_a_flood_of_turns_that_nobody_reads_ends_the_session_and_is_not_taken(opened, service):
    async def script(session):
        flood = (turn(number, word("hello", 0, 50)) for number in range(2000))
        telling = asyncio.create_task(session.tell(begin(), *flood))
        await session.listen()
        await asyncio.wait({telling})

    service.scripts, told = [script], []
    stream = opened(live(speech(100)))
    await anext(stream)
    await until(lambda: stream._session._outlet.is_full)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])
    with pytest.raises(StreamReaderError, match="come faster than they are read"):
        await collected(stream, told)
    assert kinds(told) == ["Turn"] * MOST_EVENTS


async def test_a_full_outlet_ends_the_session_although_nothing_more_comes(opened, service, clock):
    async def script(session):
        await session.tell(begin(), *(turn(number, word("hello", 0, 50)) for number in range(MOST_EVENTS)))
        await session.finish()

    service.scripts = [script]
    stream = opened(live(speech(100)))
    await anext(stream)
    await until(lambda: stream._session._outlet.is_full)
    await clock.pass_by(2)
    await until(lambda: service.sessions[0].messages == [{"type": "Terminate"}])
    with pytest.raises(StreamReaderError, match="come faster than they are read"):
        await collected(stream)


async def test_audio_far_ahead_of_the_clock_waits(opened, service, clock, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)
    service.scripts, told = [attentive], []
    stream = opened([speech(1000)] * 60)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: told)
    session = service.sessions[0]
    await until(lambda: clock.waiting == 2)  # two sleep: the look at the clock, and the sender
    await until(lambda: len(session.audio) >= len(speech(10_000)))
    assert len(session.audio) <= len(speech(11_500))
    assert stream._session._protocol.lead_ms in range(9000, 11_500)  # kept, as it may not have been heard
    for _ in range(50):
        await clock.pass_by(1)
        await asyncio.sleep(0.001)
    await reading
    assert len(session.audio) == len(speech(60_000))
    assert kinds(told) == ["Begin", "Termination"]


@pytest.mark.parametrize("most", [4, 30])
async def test_a_ceiling_counts_the_audio_that_was_sent_ahead_and_is_still_to_be_heard(
    opened, service, clock, monkeypatch, most
):
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(opened([speech(1000)] * 60, max_seconds=most), told))
    await until(lambda: told)
    session = service.sessions[0]
    await until(lambda: clock.waiting == 2)  # two sleep: the look at the clock, and the sender
    begun = clock.now
    while not reading.done():
        await clock.pass_by(0.5)
        await asyncio.sleep(0.001)
    assert f"max_seconds={most} is reached" in told[1].warning
    assert clock.now - begun < most
    assert len(speech(500 * most)) <= len(session.audio) <= len(speech(1000 * most + 1000))


async def test_a_source_waits_while_a_minute_and_a_half_of_audio_is_unsent(opened, service, clock):
    given = []

    async def source():
        for _ in range(200):
            given.append(1)
            yield speech(1000)

    go_on = threading.Event()

    async def script(session):
        await asyncio.to_thread(go_on.wait)
        await attentive(session)

    service.scripts = [script]
    stream = opened(source())
    reading = asyncio.create_task(collected(stream))
    await until(lambda: stream._session._protocol.is_full)
    await settled()
    assert len(given) == 90
    go_on.set()
    await reading
    assert len(given) == 200


async def test_lost_audio_of_a_source_is_a_gap(opened, service):
    service.scripts = [attentive]
    told = await collected(opened([speech(1000), Silenced(len(speech(500))), speech(100)]))
    assert [(one.start_ms, one.end_ms) for one in told if one.type == "Gap"] == [(1000, 1500)]


async def test_a_connection_that_becomes_no_session_is_tried_again(opened, service, clock):
    async def mute(session):
        await session.listen()

    service.scripts, told = [mute, attentive], []
    stream = opened([speech(100)])
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: stream._session._link)
    while not told:
        await clock.pass_by(1)
        await asyncio.sleep(0.001)
    await reading
    assert kinds(told) == ["Warning", "Begin", "Termination"]


async def test_a_microphone_has_the_streams_sample_rate(opened, service):
    device = Microphone(8000, None, None)
    assert opened(device, sample_rate=None)
    for wrong in ({"sample_rate": 16_000}, {"sample_rate": 8000, "encoding": "pcm_mulaw"}):
        with pytest.raises(InvalidArgumentsError, match="The microphone gives pcm_s16le with 8,000"):
            opened(device, **wrong)


async def test_an_hour_without_speech_ends_the_session(opened, service, clock):
    service.scripts, told = [attentive], []
    reading = asyncio.create_task(collected(opened(live(speech(100))), told))
    await until(lambda: told)
    await clock.pass_by(601)
    assert kinds(told) == ["Begin", "Warning"]
    assert "Nobody has spoken for 10 min" in told[1].warning
    await clock.pass_by(3000)
    await reading
    assert kinds(told) == ["Begin", "Warning", "Warning", "Termination"]
    assert "nobody spoke for 1 h 0 min" in told[2].warning


async def test_who_waits_for_speech_for_hours_can_say_so(opened, service, clock):
    service.scripts, told, control = [attentive], [], StreamControl()
    stream = opened(live(speech(100)), control=control, max_quiet_seconds=None)
    reading = asyncio.create_task(collected(stream, told))
    await until(lambda: told)
    await clock.pass_by(4500)
    control.end()
    await reading
    assert kinds(told) == ["Begin", "Warning", "Termination"]
