"""Faults on request: a session breaks where its client or a rule asks for it."""

import json

import pytest
from tests.emulator.live.test_scenarios import PLANNING
from websockets.exceptions import InvalidStatus

from assemblyai_emulator.config import Settings
from assemblyai_emulator.faults.fault import HEADER
from assemblyai_emulator.live.hearing import STREAM_URL

AUDIO = bytes(32 * 4000)


@pytest.fixture(scope="module")
async def faulty(emulating, tmp_path_factory):
    """The first session succeeds, the next two break, each at another place."""
    folder = tmp_path_factory.mktemp("faulty")
    scenarios = folder / "scenarios"
    scenarios.mkdir()
    (scenarios / "planning.json").write_text(json.dumps({**PLANNING, "audio_url": STREAM_URL}))
    rule = {"method": "GET", "path": "/v3/ws", "times": 1}
    rules = [{**rule, "fault": "stream-cut", "after": 1}, {**rule, "fault": "503", "after": 1}]
    (folder / "faults.json").write_text(json.dumps(rules))
    settings = Settings(data_dir=folder / "data", scenarios=scenarios, faults=folder / "faults.json")
    async with emulating(settings) as emulator:
        yield emulator


async def heard(emulator, fault: str, **query):
    async with emulator.session(headers={HEADER: fault}, **query) as client:
        await client.hear(AUDIO)
    return [message["type"] for message in client.messages], client.end


async def test_rules_count_sessions(faulty):
    async with faulty.session() as client:
        assert (await client.hear(AUDIO))[-1]["type"] == "Termination"
    async with faulty.session() as client:
        assert (await client.hear(AUDIO))[-1]["type"] == "Turn"
    with pytest.raises(InvalidStatus, match="503"):
        async with faulty.session():
            raise AssertionError
    async with faulty.session() as client:
        assert (await client.hear(AUDIO))[-1]["type"] == "Termination"


@pytest.mark.parametrize(
    ("at", "seen"),
    [
        ("begin", []),
        ("partial", ["Begin", "SpeechStarted", "Turn"]),
        ("final", ["Begin", "SpeechStarted", "Turn", "Turn", "Turn"]),
    ],
)
async def test_a_session_is_closed_where_the_fault_says(faulty, at, seen):
    assert await heard(faulty, f"stream-close; code=1013; at={at}") == (seen, (1013, ""))


async def test_a_session_is_closed_instead_of_its_termination(faulty):
    kinds, end = await heard(faulty, "stream-close; at=termination")
    assert (kinds[-1], end[0]) == ("Turn", 1011)


async def test_an_error_comes_before_the_close(faulty):
    kinds, end = await heard(faulty, "stream-error; code=3008")
    assert (kinds, end[0]) == (["Begin", "SpeechStarted", "Turn", "Error"], 3008)
    kinds, end = await heard(faulty, "stream-error; code=4000")
    assert (kinds[-1], end[0]) == ("Error", 4000)


async def test_a_connection_that_is_cut_has_no_close_frame(faulty):
    kinds, end = await heard(faulty, "stream-cut")
    assert (kinds[-1], end[0]) == ("Turn", 1006)


async def test_delayed_messages_are_the_same(faulty):
    kinds, end = await heard(faulty, "stream-delay; seconds=0.001")
    assert (kinds[0], kinds[-1], end) == ("Begin", "Termination", (1000, ""))


async def test_the_older_protocol_breaks_at_the_same_places(faulty):
    async with faulty.session(
        "/v2/realtime/ws", speech_model=None, headers={HEADER: "stream-close; code=1013; at=final"}
    ) as client:
        await client.send(AUDIO)
        kinds = [message["message_type"] for message in await client.ended()]
    assert kinds == ["SessionBegins", "PartialTranscript", "PartialTranscript", "FinalTranscript"]
    assert client.end[0] == 1013


@pytest.mark.parametrize(
    ("fault", "status"),
    [("429", 429), ("hang; seconds=0", 504), ("reset", 400), ("stream-cut; at=lunch", 400)],
)
async def test_a_handshake_fails_with_a_status(faulty, fault, status):
    with pytest.raises(InvalidStatus) as error:
        await heard(faulty, fault)
    assert error.value.response.status_code == status


async def test_a_fault_of_streams_is_none_of_requests(client, key):
    reply = await client.get("/v2/transcript", headers={**key, HEADER: "stream-cut"})
    assert (reply.status_code, "stream-cut cannot happen to a request" in reply.json()["error"]) == (
        400,
        True,
    )
