"""Sessions over real sockets: what is said becomes turns, in order, the same every time."""

import asyncio
from itertools import pairwise

import pytest
from tests.emulator.live.conftest import pcm_of

SAID = "The weather was called this morning. We will meet again on Friday."
PLAIN = "the weather was called this morning we will meet again on friday"


def of_type(messages, name):
    return [message for message in messages if message["type"] == name]


def turns(messages, *, ended=True):
    return [message for message in of_type(messages, "Turn") if message["end_of_turn"] is ended]


def timeless(messages):
    """The messages without what differs each time."""
    return [message for message in messages if message["type"] not in {"Begin", "Termination"}]


@pytest.fixture(scope="module")
async def heard(emulator, speech):
    async with emulator.session() as client:
        await client.hear(speech)
        assert client.end == (1000, "")
        return client.messages


async def test_a_session_begins_hears_and_terminates(heard):
    kinds = [message["type"] for message in heard]
    assert kinds[:2] == ["Begin", "SpeechStarted"]
    assert kinds[-2:] == ["Turn", "Termination"]
    assert heard[0]["configuration"]["model"] == "offline-whisper-tiny.en"
    assert heard[-1]["audio_duration_seconds"] == 6


async def test_a_finished_turn_is_formatted_and_has_its_words(heard):
    (turn,) = turns(heard)
    assert (turn["transcript"], turn["turn_is_formatted"], turn["turn_order"]) == (SAID, True, 0)
    assert " ".join(word["text"] for word in turn["words"]) == SAID
    assert all(word["word_is_final"] for word in turn["words"])
    times = [time for word in turn["words"] for time in (word["start"], word["end"])]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] < 4000


async def test_partial_turns_grow_while_it_is_spoken(heard):
    partial = turns(heard, ended=False)
    assert len(partial) > 5
    assert not any(turn["turn_is_formatted"] for turn in partial)
    assert not any(word["word_is_final"] for turn in partial for word in turn["words"])
    texts = [turn["transcript"] for turn in partial]
    assert texts[-1].startswith("the weather was")
    assert all(one != other for one, other in pairwise(texts))


@pytest.mark.parametrize("size", [1600, 5000, 32_000])
async def test_the_same_audio_gives_the_same_messages_however_it_is_cut(emulator, speech, heard, size):
    padded = speech.ljust(-(-len(speech) // size) * size, b"\0")
    async with emulator.session() as client:
        assert timeless(await client.hear(padded, size)) == timeless(heard)


async def test_two_sessions_at_once_do_not_disturb_each_other(emulator, speech, heard):
    async def one():
        async with emulator.session() as client:
            return await client.hear(speech)

    for messages in await asyncio.gather(one(), one()):
        assert timeless(messages) == timeless(heard)


async def test_telephone_audio_is_heard(emulator, hello, mulaw):
    audio = mulaw(pcm_of(hello, 8_000)) + b"\xff" * 12_000
    async with emulator.session(encoding="pcm_mulaw", sample_rate=8000) as client:
        messages = await client.hear(audio, 800)
    assert "Friday" in turns(messages)[0]["transcript"]
    assert messages[-1]["audio_duration_seconds"] in {5, 6}


async def test_a_streaming_model_sends_a_turn_plain_and_formatted_if_asked(emulator, speech):
    wanted = {"speech_model": "universal-streaming-english", "include_partial_turns": "false"}
    async with emulator.session(**wanted) as client:
        plain = turns(await client.hear(speech))
    async with emulator.session(**wanted, format_turns="True") as client:
        both = turns(await client.hear(speech))
    assert [(turn["transcript"], turn["turn_is_formatted"]) for turn in plain] == [(PLAIN, False)]
    assert [(turn["transcript"], turn["turn_is_formatted"]) for turn in both] == [
        (PLAIN, False),
        (SAID, True),
    ]
    assert [turn["turn_order"] for turn in both] == [0, 0]


async def test_force_endpoint_ends_the_turn_and_the_rest_is_another(emulator, speech):
    async with emulator.session() as client:
        await client.send(speech[:64_000])
        await client.say("ForceEndpoint")
        await client.hear(speech[64_000:])
    found = turns(client.messages)
    assert [turn["turn_order"] for turn in found] == [0, 1]
    assert "weather" in found[0]["transcript"]
    assert "Friday" in found[1]["transcript"]


async def test_force_endpoint_in_silence_does_nothing(emulator):
    async with emulator.session() as client:
        await client.say("ForceEndpoint")
        messages = await client.hear(bytes(32_000))
    assert [message["type"] for message in messages] == ["Begin", "Termination"]


async def test_update_configuration_changes_when_a_turn_ends(emulator, speech):
    """Between the two sentences there is a pause of a fifth of a second; between two recordings more."""
    async with emulator.session(min_turn_silence=5000, max_turn_silence=5000) as client:
        await client.send(speech)
        await client.hear(speech)
        assert len(turns(client.messages)) == 1
    async with emulator.session(min_turn_silence=5000, max_turn_silence=5000) as client:
        await client.say("UpdateConfiguration", min_turn_silence=300, max_turn_silence=300)
        await client.send(speech)
        await client.hear(speech)
        assert [turn["turn_order"] for turn in turns(client.messages)] == [0, 1]


async def test_silence_is_acknowledged_if_asked(emulator):
    async with emulator.session(acknowledge_silence="true") as client:
        messages = await client.hear(bytes(80_000))
    assert [(one["start_ms"], one["end_ms"]) for one in of_type(messages, "Silence")] == [
        (0, 1000),
        (1000, 2000),
    ]


async def test_what_has_no_effect_is_a_warning_at_the_start_and_at_an_update(emulator):
    async with emulator.session(mode="balanced", voice_focus="near-field") as client:
        await client.say("UpdateConfiguration", vad_threshold=0.4)
        await client.say("KeepAlive")
        await client.hear(b"")
    warned = [message["warning"].split()[0] for message in of_type(client.messages, "Warning")]
    assert warned == ["mode", "voice_focus", "vad_threshold"]


async def test_a_wav_header_is_a_warning(emulator):
    async with emulator.session() as client:
        messages = await client.hear(b"RIFF".ljust(3200, b"\0"))
    assert "header of a WAV file" in of_type(messages, "Warning")[0]["warning"]


async def test_a_client_that_leaves_frees_its_place(emulator, speech, eventually):
    async with emulator.session() as client:
        await client.send(speech[:32_000])
        await client.next()
        assert emulator.process.open_streams == 1
    await eventually(lambda: emulator.process.open_streams == 0)
