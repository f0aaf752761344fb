"""The older protocol, as the official Node SDK speaks it."""

import base64
import json

import pytest
from tests.emulator.live.test_session import SAID

PATH = "/v2/realtime/ws"


async def ended(client):
    """What a session sends, without its partial messages."""
    messages = await client.ended()
    return [message for message in messages if message.get("message_type") != "PartialTranscript"]


@pytest.mark.parametrize("as_json", [False, True])
async def test_a_session_hears_and_terminates(emulator, speech, as_json):
    async with emulator.session(PATH, speech_model=None, enable_extra_session_information="true") as client:
        if as_json:
            for offset in range(0, len(speech), 32_000):
                data = base64.b64encode(speech[offset : offset + 32_000].ljust(3200, b"\0")).decode()
                await client.websocket.send(json.dumps({"audio_data": data}))
        else:
            await client.send(speech)
        await client.websocket.send('{"terminate_session": true}')
        begun, final, information, terminated = await ended(client)
    assert (begun["message_type"], "expires_at" in begun) == ("SessionBegins", True)
    assert (final["message_type"], final["text"], final["punctuated"]) == ("FinalTranscript", SAID, True)
    assert 0 < final["confidence"] <= 1
    assert final["words"][0].keys() == {"text", "start", "end", "confidence"}
    assert final["audio_start"] == final["words"][0]["start"]
    assert information == {"message_type": "SessionInformation", "audio_duration_seconds": 6}
    assert terminated == {"message_type": "SessionTerminated"}
    assert client.end[0] == 1000
    assert len(client.messages) > 10


async def test_an_utterance_can_be_ended_and_partials_left_out(emulator, speech):
    query = {"speech_model": None, "disable_partial_transcripts": "true"}
    async with emulator.session(PATH, **query) as client:
        await client.websocket.send('{"end_utterance_silence_threshold": 300}')
        await client.send(speech[:64_000])
        await client.websocket.send('{"force_end_utterance": true}')
        await client.send(speech[64_000:])
        await client.websocket.send('{"terminate_session": true}')
        kinds = [message["message_type"] for message in await client.ended()]
    assert kinds == [
        "SessionBegins",
        "FinalTranscript",
        "FinalTranscript",
        "SessionInformation",
        "SessionTerminated",
    ]


@pytest.mark.parametrize(
    ("message", "code", "text"),
    [
        ("{", 4100, "Invalid JSON: {"),
        ('{"hello": 1}', 4101, "Invalid Message Type: hello"),
        (
            '{"audio_data": "?"}',
            4101,
            "User Input Validation Error: Invalid 'audio_data': it must be base64.",
        ),
        ('{"audio_data": 7}', 4101, "User Input Validation Error: Invalid 'audio_data': it must be base64."),
        (
            bytes(3198),
            4032,
            "Input Duration Error: Input Duration Violation: 99.9 ms. Expected between 100 and 2000 ms",
        ),
        (bytes(64_002), 4033, None),
    ],
)
async def test_errors_have_the_codes_of_this_protocol(emulator, message, code, text):
    async with emulator.session(PATH, speech_model=None) as client:
        await client.websocket.send(message)
        last = (await client.ended())[-1]
    assert client.end[0] == code
    assert text in {None, last["error"]}


async def test_a_key_is_needed_here_too(emulator):
    async with emulator.session(PATH, speech_model=None, headers={"Authorization": ""}) as client:
        (error,) = await client.ended()
    assert (error["error"], client.end[0]) == ("Unauthorized Connection: Missing Authorization header", 4001)
