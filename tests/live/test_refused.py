"""Sessions that are not opened, or not kept open: the stream says why, and no session stays billed."""

import json
from dataclasses import replace

import pytest
from pydantic import SecretStr
from tests.live.conftest import audio
from tests.plugin.streaming.reading import kinds
from websockets.asyncio.client import connect

from assemblyai_emulator.live import clock as emulators_clock
from assemblyai_emulator.live import hearing
from assemblyai_emulator.store import timestamps
from assemblyai_tools import create_streaming_token

AUDIO = [audio(4000)]


@pytest.fixture
def token(client):
    async def creating(**given):
        return (await client.run(create_streaming_token(**given))).token

    return creating


class TestAWrongKey:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, api_key=SecretStr("another-key"))

    async def test_is_refused_with_the_place_of_the_right_one(self, listen, ended):
        (error,) = await listen(AUDIO)
        assert kinds([error]) == ["AuthenticationError"]
        assert "Invalid API key (close code 1008)" in str(error)
        assert "set ASSEMBLYAI_API_KEY to a valid key" in str(error)
        assert "another-key" not in str(error)
        assert await ended() == ["closed with 1008"]


async def test_an_expired_token_is_refused_and_says_how_to_get_a_new_one(listen, token, ended, monkeypatch):
    given = await token(expires_in_seconds=60)
    later = timestamps.now() + 61_000_000
    monkeypatch.setattr(timestamps, "now", lambda: later)
    (error,) = await listen(AUDIO, token=given)
    assert kinds([error]) == ["AuthenticationError"]
    assert "the token is invalid or has expired" in str(error)
    assert "have a new one made (create_streaming_token)" in str(error)
    assert given not in str(error)
    assert await ended() == ["closed with 1008"]


async def test_the_address_that_comes_with_a_token_opens_a_session_as_it_stands(client, ended):
    made = await client.run(create_streaming_token())
    address = made.use.partition("elsewhere ")[2].replace("TOKEN", made.token)
    async with connect(address) as socket:
        begin = json.loads(await socket.recv())
        await socket.send(json.dumps({"type": "Terminate"}))
        assert begin["type"] == "Begin"
        assert json.loads(await socket.recv())["type"] == "Termination"
    assert await ended() == ["ended by the client"]


async def test_a_token_may_be_used_twice(listen, token, ended):
    given = await token()
    for _ in range(2):
        assert kinds(await listen(AUDIO, token=given))[-1] == "Termination"
    assert await ended() == ["ended by the client"] * 2


async def test_a_session_lasts_as_long_as_its_token_says(listen, token, ended, waiting, monkeypatch):
    given = await token(max_session_duration_seconds=60)
    monkeypatch.setattr(emulators_clock, "SECOND", 0.001)
    begin, error = await listen(waiting, token=given)
    assert kinds([begin, error]) == ["Begin", "BadRequestError"]
    assert "Maximum session duration exceeded" in str(error)
    assert "Nothing more is billed for it. Open a new session" in str(error)
    assert await ended() == ["closed with 3008"]


async def test_a_source_that_gives_nothing_ends_the_session_after_its_inactivity_timeout(
    listen, ended, waiting, monkeypatch
):
    monkeypatch.setattr(emulators_clock, "SECOND", 0.001)
    told = await listen(waiting, inactivity_timeout=5)
    assert kinds(told)[-1] == "Warning"
    assert "no audio came for 5 s (inactivity_timeout)" in told[-1].warning
    assert await ended() == ["closed with 3008"]


async def test_one_session_too_many_says_how_to_make_room(listen, ended, emulator, monkeypatch):
    monkeypatch.setattr(hearing, "MOST_STREAMS", 0)
    monkeypatch.setattr(emulator.services.live, "scenario", lambda _: None)
    (error,) = await listen(AUDIO)
    assert kinds([error]) == ["RateLimitedError"]
    assert "End sessions that are not needed, or wait a minute" in str(error)
    assert await ended() == ["closed with 3009"]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"speech_model": "best"}, "Invalid 'speech_model': it must be one of"),
        ({"redact_pii": True}, "redact_pii is not available in the offline emulator"),
        ({"encoding": "opus", "sample_rate": None}, "Decode the opus before you send it"),
        ({"sample_rate": 4000}, "Invalid 'sample_rate'"),
    ],
)
async def test_a_parameter_that_the_service_does_not_take_is_named(listen, ended, given, told):
    (error,) = await listen(AUDIO, **given)
    assert kinds([error]) == ["BadRequestError"]
    assert told in str(error)
    assert "Correct the parameters" in str(error)
    assert await ended() == ["closed with 3006"]


async def test_a_gateways_page_is_no_session_and_not_shown(listen, network, emulator, monkeypatch):
    monkeypatch.setattr("assemblyai_tools.streaming.reconnection.FIRST_SECONDS", 0.0)
    network.set("page")
    (error,) = await listen(AUDIO)
    assert kinds([error]) == ["ServerError"]
    assert str(error).startswith("The service did not open the session (HTTP 502). ")
    assert "<" not in str(error)
    assert (network.tries, emulator.sessions) == (1, [])


class TestAWrongAddress:
    @pytest.fixture
    def settings(self, settings):
        return replace(settings, streaming_url=f"{settings.base_url}/elsewhere")

    async def test_is_told_as_one(self, listen):
        (error,) = await listen(AUDIO)
        assert str(error) == (
            "There are no sessions at this address (HTTP 403). "
            "Check the service address (ASSEMBLYAI_STREAMING_BASE_URL or ASSEMBLYAI_BASE_URL)."
        )
