"""Every way in which a session ends with an error: the Error message, then the close code."""

import asyncio
import os
import signal

import httpx
import pytest
from websockets.asyncio.client import connect
from websockets.exceptions import InvalidStatus

from assemblyai_emulator.config import Settings
from assemblyai_emulator.live import clock, hearing
from assemblyai_emulator.store import timestamps

CHUNK = bytes(3200)
TOKEN = "/v3/token"


async def refused(client) -> tuple[int, str]:
    """The code and the text with which a session ends. The close frame says the same, if it has room."""
    last = (await client.ended())[-1]
    assert (last["type"], last["error_code"]) == ("Error", client.end[0])
    short = len(last["error"].encode()) <= 123
    assert client.end[1] == (last["error"] if short else "See Error message for details")
    return last["error_code"], last["error"]


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ({"speech_model": None}, "Missing required parameter 'speech_model'."),
        ({"sample_rate": None}, "Missing required parameter 'sample_rate'."),
        ({"speech_model": "best"}, "Invalid 'speech_model': it must be one of "),
        ({"sample_rate": "fast"}, "Invalid 'sample_rate': Input should be a valid integer"),
        ({"sample_rate": 4000}, "Invalid 'sample_rate': Input should be greater than or equal to 8000."),
        ({"encoding": "pcm_s24le"}, "Invalid 'encoding': Input should be 'pcm_s16le' or 'pcm_mulaw'."),
        (
            {"encoding": "opus"},
            "Invalid 'encoding': the offline emulator hears pcm_s16le and pcm_mulaw only.",
        ),
        (
            {"inactivity_timeout": 4},
            "Invalid 'inactivity_timeout': Input should be greater than or equal to 5.",
        ),
        (
            {"keyterms_prompt": "[1"},
            "Invalid 'keyterms_prompt': Value error, it must be a list, written as JSON.",
        ),
        ({"format_turn": "true"}, "format_turn is not a parameter that the offline emulator knows."),
        ({"speaker_labels": "true"}, "speaker_labels is not available in the offline emulator: speakers are"),
        ({"redact_pii": "true"}, "redact_pii is not available in the offline emulator: personal data"),
        (
            {"language_codes": '["fr"]'},
            "language_codes: the offline emulator's speech model knows English only",
        ),
    ],
)
async def test_a_wrong_parameter_is_told_before_the_session_begins(emulator, query, text):
    async with emulator.session(**query) as client:
        code, error = await refused(client)
    assert code == 3006
    assert error.startswith(f"User Input Validation Error: {text}")
    assert len(client.messages) == 1


@pytest.mark.parametrize(
    ("message", "text"),
    [
        ("{", "Invalid JSON: {"),
        ("[" * 100_000, f"Invalid JSON: {'[' * 100}"),
        ("[]", "Invalid Message: []"),
        ('{"type": "Stop"}', "Invalid Message Type: Stop"),
        ("{}", "Invalid Message Type: None"),
        ('{"type": ["Terminate"]}', "Invalid Message Type: ['Terminate']"),
        (
            '{"type": "UpdateConfiguration", "max_turn_silence": -1}',
            "User Input Validation Error: Invalid 'max_turn_silence': Input should be greater than or equal to 0.",
        ),
        (
            '{"type": "UpdateConfiguration", "sample_rate": 8000}',
            "User Input Validation Error: sample_rate is not a parameter that the offline emulator knows.",
        ),
    ],
)
async def test_a_wrong_message_ends_the_session(emulator, message, text):
    async with emulator.session() as client:
        await client.websocket.send(message)
        code, error = await refused(client)
    assert (code, error.removesuffix(" Check its spelling.")) == (3006, text)


@pytest.mark.parametrize(("size", "milliseconds"), [(0, "0.0"), (1598, "49.9"), (32_002, "1000.1")])
async def test_an_audio_message_has_50_to_1000_milliseconds(emulator, size, milliseconds):
    async with emulator.session() as client:
        await client.websocket.send(bytes(size))
        text = f"Input Duration Error: Input Duration Violation: {milliseconds} ms. Expected between 50 and 1000 ms"
        assert await refused(client) == (3007, text)


async def test_half_a_sample_is_refused(emulator):
    async with emulator.session() as client:
        await client.websocket.send(bytes(1601))
        assert (await refused(client))[1].endswith("An audio message ends in the middle of a sample.")


async def test_a_message_that_is_far_too_long_closes_the_socket(emulator):
    async with emulator.session() as client:
        await client.websocket.send(bytes(600_000))
        await client.ended()
    assert client.end[0] == 1009


async def test_a_key_or_a_token_is_needed(emulator):
    async with emulator.session(headers={"Authorization": ""}) as client:
        assert await refused(client) == (1008, "Unauthorized Connection: Missing Authorization header")
    async with emulator.session(token="none") as client:
        assert await refused(client) == (1008, "Unauthorized Connection: the token is invalid or has expired")


@pytest.fixture
async def token_of(emulator):
    async def issued(key: str, **query) -> str:
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{emulator.port}") as http:
            given = {"expires_in_seconds": 60, **query}
            return (await http.get(TOKEN, params=given, headers={"Authorization": key})).json()["token"]

    return issued


async def test_a_token_opens_sessions_until_it_expires(emulator, token_of, monkeypatch):
    token = await token_of("me")
    async with emulator.session(token=token, headers={"Authorization": ""}) as client:
        assert [one["type"] for one in await client.hear(CHUNK)] == ["Begin", "Termination"]
    later = timestamps.now() + 60_000_000
    monkeypatch.setattr(timestamps, "now", lambda: later)
    async with emulator.session(token=token, headers={"Authorization": ""}) as client:
        assert (await refused(client))[0] == 1008


async def test_only_accepted_keys_and_their_tokens_open_a_session(emulating, tmp_path):
    async with emulating(Settings(data_dir=tmp_path, api_keys=("mine",))) as emulator:
        async with emulator.session(key="other") as client:
            assert await refused(client) == (1008, "Unauthorized Connection: Invalid API key")
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{emulator.port}") as http:
            found = await http.get(f"{TOKEN}?expires_in_seconds=9", headers={"Authorization": "mine"})
        # The Python SDK sends a token in the header.
        for key in ("mine", "Bearer mine", found.json()["token"]):
            async with emulator.session(key=key) as client:
                assert (await client.next())["type"] == "Begin"


async def test_a_session_lasts_as_long_as_its_token_says(emulator, token_of, monkeypatch):
    token = await token_of("me", max_session_duration_seconds=60)
    monkeypatch.setattr(clock, "SECOND", 0.001)
    async with emulator.session(token=token) as client:
        assert await refused(client) == (3008, "Session Expired: Maximum session duration exceeded")


async def test_a_session_ends_when_nothing_arrives_for_its_inactivity_timeout(emulator, monkeypatch):
    monkeypatch.setattr(clock, "SECOND", 0.001)
    async with emulator.session(inactivity_timeout=5) as client:
        assert await refused(client) == (3008, "Session Expired: No message arrived for 5 seconds")


async def test_one_session_too_many_is_refused(emulator, monkeypatch):
    monkeypatch.setattr(hearing, "MOST_STREAMS", 1)
    async with emulator.session() as first:
        await first.next()
        async with emulator.session() as second:
            assert await refused(second) == (3009, "Unauthorized Connection: Too many concurrent sessions")
        assert (await first.hear(CHUNK))[-1]["type"] == "Termination"


async def test_when_the_speech_process_dies_its_sessions_end_and_the_next_one_gets_another(
    emulator, eventually
):
    async with emulator.session() as client:
        await client.next()
        os.kill(emulator.process.pid, signal.SIGKILL)
        assert await refused(client) == (3005, "Session Cancelled: An error occurred")
    async with emulator.session() as client:
        assert (await client.hear(CHUNK))[-1]["type"] == "Termination"


async def test_a_server_that_stops_ends_its_sessions(emulating, tmp_path):
    async with emulating(Settings(data_dir=tmp_path)) as emulator:
        stack = emulator.session()
        client = await stack.__aenter__()
        await client.next()
    await client.ended()
    await stack.__aexit__(None, None, None)
    assert client.end[0] == 1012


async def test_a_socket_elsewhere_is_refused(emulator):
    with pytest.raises(InvalidStatus, match="403"):
        await connect(emulator.url("/v4/ws"), proxy=None)


async def test_a_client_that_breaks_off_in_the_middle_harms_nobody(emulator, speech):
    async with emulator.session() as client:
        await client.send(speech[:32_000])
        client.websocket.transport.abort()
    async with emulator.session() as other:
        assert (await other.hear(CHUNK))[-1]["type"] == "Termination"


async def test_a_stalled_client_does_not_hold_up_another(emulator, speech):
    """The first sends on and reads nothing."""
    async with emulator.session() as stalled:
        sending = asyncio.create_task(stalled.send(speech))
        async with emulator.session() as other:
            assert (await other.hear(CHUNK))[-1]["type"] == "Termination"
        await sending
