"""The server answers any message of a client by the protocol, and goes on."""

import json
import logging
import string

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.emulator.live.test_scenarios import PLANNING
from websockets.exceptions import ConnectionClosed

from assemblyai_emulator.config import Settings

CODES = {1000, 1008, 3006, 3007, 4001, 4032, 4033, 4100, 4101}
"""The codes with which a session may end by its client's fault."""

NAMES = st.sampled_from(
    [
        "speech_model",
        "sample_rate",
        "encoding",
        "format_turns",
        "keyterms_prompt",
        "prompt",
        "language_codes",
        "max_turn_silence",
        "token",
        "inactivity_timeout",
        "llm_gateway",
        "end_of_turn_confidence_threshold",
        "unknown",
    ]
)
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=10), inner, max_size=3),
    max_leaves=8,
)
TYPES = st.sampled_from(["Terminate", "ForceEndpoint", "KeepAlive", "UpdateConfiguration", "Begin", "", None])
OBJECTS = st.builds(
    lambda name, more: json.dumps({**more, "type": name}), TYPES, st.dictionaries(NAMES, ANYTHING)
)
OLD_NAMES = ["audio_data", "terminate_session", "force_end_utterance", "end_utterance_silence_threshold"]
OLD_OBJECTS = st.dictionaries(st.sampled_from(OLD_NAMES), ANYTHING, max_size=2).map(json.dumps)
AUDIO = st.sampled_from([bytes(1600), bytes(3200), bytes(32_000), b"RIFF".ljust(3200), b"\x7f\x01" * 1600])
SENT = st.lists(
    st.binary(max_size=4000)
    | AUDIO
    | OBJECTS
    | OLD_OBJECTS
    | ANYTHING.map(json.dumps)
    | st.text(max_size=50),
    max_size=6,
)
QUERY = st.just({}) | st.dictionaries(NAMES, st.text(string.printable, max_size=12), max_size=3)
PATHS = st.sampled_from(["/v3/ws", "/v2/realtime/ws"])
MANY = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
FEW = settings(MANY, max_examples=30)


@pytest.fixture(scope="module")
async def scripted(emulating, tmp_path_factory):
    folder = tmp_path_factory.mktemp("scenarios")
    (folder / "planning.json").write_text(json.dumps(PLANNING))
    async with emulating(Settings(data_dir=tmp_path_factory.mktemp("fuzz"), scenarios=folder)) as emulator:
        yield emulator


@pytest.fixture
def unlogged(caplog):
    """Errors of the server are in its log."""
    caplog.set_level(logging.WARNING)
    yield
    assert not caplog.records


async def tried(emulator, path, query, sent) -> None:
    older = path.startswith("/v2")
    async with emulator.session(path, **({"speech_model": None} if older else {}) | query) as client:
        try:
            for one in sent:
                await client.websocket.send(one)
            await client.websocket.send('{"terminate_session": true}' if older else '{"type": "Terminate"}')
        except ConnectionClosed:
            pass
        messages = await client.ended()
    code, _ = client.end
    assert code in CODES
    assert (code == 1000) != ("error" in messages[-1])


@MANY
@given(path=PATHS, query=QUERY, sent=SENT)
async def test_a_scripted_session_survives_anything(scripted, unlogged, path, query, sent):
    await tried(scripted, path, query, sent)


@FEW
@given(path=PATHS, sent=SENT)
async def test_a_heard_session_survives_anything(emulator, unlogged, path, sent):
    await tried(emulator, path, {}, sent)
