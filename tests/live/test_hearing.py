"""Real speech: when a session breaks off, the client still gives each turn once."""

import asyncio
import os
import signal

import pytest
from pydantic import SecretStr
from tests.emulator.live.conftest import pcm_of
from tests.live.conftest import KEY, finals, until
from tests.live.world import world
from tests.plugin.streaming.reading import Source, kinds, read

from assemblyai_emulator.config import Settings as EmulatorSettings
from assemblyai_tools import AsyncClient, Settings

GIVEN = {"speech_model": "u3-rt-pro", "sample_rate": 16_000}
FIRST, SECOND = (
    "Yes, I will send a new version to the test group on Wednesday morning.",
    "Great, then we agree",
)
A_SECOND = 32_000
"""Bytes."""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    with world(EmulatorSettings(data_dir=tmp_path_factory.mktemp("hearing"), api_keys=(KEY,))) as found:
        yield found


@pytest.fixture
def client(place):
    return AsyncClient(Settings(api_key=SecretStr(KEY), base_url=f"http://127.0.0.1:{place[1].port}"))


@pytest.fixture(scope="module")
def speech(audio):
    return pcm_of(audio / "launch.ogg") + bytes(A_SECOND)


async def cut(emulator, network):
    network.set("down")
    network.set("up")


async def kill(emulator, network):
    """The process that hears dies."""
    os.kill(emulator.services.live.process.pid, signal.SIGKILL)


@pytest.mark.parametrize("harm", [cut, kill])
async def test_speech_is_heard_once_though_its_session_breaks_off_in_a_turn(
    place, client, speech, monkeypatch, harm
):
    monkeypatch.setattr("assemblyai_tools.streaming.reconnection._FIRST_PAUSE", 0.01)
    emulator, network = place
    before, told, source = len(emulator.sessions), [], Source(speech[: 6 * A_SECOND])
    reading = asyncio.create_task(read(client.stream(source, **GIVEN), told))
    await until(lambda: finals(told) and kinds(told)[-1] == "Turn" and told[-1].turn_order == 1)
    await harm(emulator, network)
    source.hear(speech[6 * A_SECOND :])
    source.end()
    await reading
    (zero, first), (one, second) = finals(told)
    assert (zero, first, one) == (0, FIRST, 1)
    assert second.startswith(SECOND)
    assert kinds(told).count("Begin") == 2
    await until(lambda: "open" not in emulator.ends)
    assert emulator.ends[before + 1] == "ended by the client"
