"""The client's streams against the emulator, over sockets on loopback; each test has a network of its own."""

import asyncio
import json

import pytest
from pydantic import SecretStr
from tests.emulator.live.planning import PLANNING
from tests.live.world import world
from tests.plugin.streaming.conftest import Clock
from tests.plugin.streaming.conftest import until as until_it_is
from tests.plugin.streaming.reading import Waiting, read

from assemblyai_emulator.config import Settings as EmulatorSettings
from assemblyai_tools import AssemblyAIError, AsyncClient, Client, Settings, Turn
from assemblyai_tools.streaming.timing import Timing

KEY = "the-only-key-it-knows"
GIVEN = {"speech_model": "u3-rt-pro", "sample_rate": 8000}


def audio(milliseconds):
    """Samples that are not silence."""
    return b"\x01\x02" * (8 * milliseconds)


def finals(told):
    """The finished turns: their numbers and texts."""
    turns = [event for event in told if isinstance(event, Turn) and event.is_final]
    return [(turn.turn_order, turn.transcript) for turn in turns]


async def until(condition):
    """Wait until sockets have done what this asks for. After a minute, the test fails."""
    async with asyncio.timeout(60):
        await until_it_is(condition)


async def passing(clock, task):
    """Wait until a task is done. Time passes while its stream waits for a new session, and not while sockets work."""
    async with asyncio.timeout(60):
        while not task.done():
            await asyncio.sleep(0.001)
            if clock.waiting > 1:  # more than the look at the clock waits
                await clock.pass_by(0.5)
    await task


@pytest.fixture
def waiting():
    source = Waiting(audio(100))
    yield source
    source.over.set()


@pytest.fixture
def faults():
    """The rules by which the emulator breaks sessions: see emulator/assemblyai_emulator/faults."""
    return []


@pytest.fixture
def place(tmp_path, faults):
    """An emulator that answers from a scenario, and the network to it."""
    scenarios = tmp_path / "scenarios"
    scenarios.mkdir()
    (scenarios / "planning.json").write_text(json.dumps(PLANNING))
    (tmp_path / "faults.json").write_text(json.dumps(faults))
    given = EmulatorSettings(
        data_dir=tmp_path / "data", scenarios=scenarios, faults=tmp_path / "faults.json", api_keys=(KEY,)
    )
    with world(given) as found:
        yield found


@pytest.fixture
def emulator(place):
    return place[0]


@pytest.fixture
def network(place):
    return place[1]


@pytest.fixture
def settings(network, tmp_path):
    return Settings(
        api_key=SecretStr(KEY), base_url=f"http://127.0.0.1:{network.port}", allowed_dirs=(tmp_path,)
    )


@pytest.fixture
async def client(settings):
    async with AsyncClient(settings) as client:
        yield client


@pytest.fixture
def clock(monkeypatch):
    """The clock of all streams; it goes when the test says so."""
    clock = Clock()
    monkeypatch.setattr("assemblyai_tools.streaming.stream.Timing", lambda: Timing(clock, clock.sleep))
    return clock


@pytest.fixture(params=["AsyncClient", "Client"])
def listen(request, settings):
    """Reads a stream of either client to its end: its events, and last the error that ended it."""

    def blocking(audio, given, told):
        with Client(settings) as client:
            try:
                told.extend(client.stream(audio, **given))
            except AssemblyAIError as error:
                told.append(error)

    async def listening(audio, **more):
        told, given = [], GIVEN | more
        if request.param == "Client":
            await asyncio.to_thread(blocking, audio, given, told)
        else:
            await read(AsyncClient(settings).stream(audio, **given), told)
        return told

    return listening


@pytest.fixture
def ended(emulator):
    """Waits until no session is open, and says how each one ended."""

    async def ending():
        await until(lambda: "open" not in emulator.ends)
        return emulator.ends

    return ending
