"""The client's streams against the emulator, over sockets on loopback; each test has a network of its own."""

import asyncio
import json
import threading

import pytest
from pydantic import SecretStr
from tests.live.world import world
from tests.plugin.streaming.conftest import Clock
from tests.plugin.streaming.conftest import until as until_it_is

from assemblyai_emulator.config import Settings as EmulatorSettings
from assemblyai_emulator.live.hearing import STREAM_URL
from assemblyai_tools import AssemblyAIError, AsyncClient, Client, Settings, StreamWarning, Turn
from assemblyai_tools.streaming.timing import Timing

KEY = "the-only-key-it-knows"
GIVEN = {"speech_model": "u3-rt-pro", "sample_rate": 8000}
PLANNING = {
    "audio_url": STREAM_URL,
    "transcript": {
        "utterances": [
            {"speaker": "A", "start": 200, "end": 1200, "text": "Shall we start?"},
            {"speaker": "B", "start": 2000, "end": 3000, "text": "Yes. We are done."},
        ]
    },
}
"""What every stream is answered, as its audio reaches these milliseconds."""


def audio(milliseconds):
    """Samples that are not silence."""
    return b"\x01\x02" * (8 * milliseconds)


def kinds(told):
    return [getattr(event, "type", type(event).__name__) for event in told]


def finals(told):
    """The finished turns: their numbers and texts."""
    turns = [event for event in told if isinstance(event, Turn) and event.is_final]
    return [(turn.turn_order, turn.transcript) for turn in turns]


def warnings(told):
    return [event.warning for event in told if isinstance(event, StreamWarning)]


async def until(condition):
    """Wait until sockets have done what this asks for: in vain, that is a failure and no test that hangs."""
    async with asyncio.timeout(60):
        await until_it_is(condition)


async def read(stream, told):
    """Read a stream to its end; the error that ends it is told last."""
    try:
        async for event in stream:
            told.append(event)
    except AssemblyAIError as error:
        told.append(error)


async def passing(clock, task):
    """Wait until a task is done. Time passes while its stream waits for a new session, and not while sockets work."""
    async with asyncio.timeout(60):
        while not task.done():
            await asyncio.sleep(0.001)
            if clock.waiting > 1:  # somebody besides the look at the clock
                await clock.pass_by(0.5)
    await task


class Source:
    """A microphone that hears when the test says so."""

    def __init__(self, *given):
        self.queue = asyncio.Queue()
        for one in given:
            self.queue.put_nowait(one)

    def hear(self, given):
        self.queue.put_nowait(given)

    def end(self):
        self.queue.put_nowait(None)

    async def __aiter__(self):
        while (given := await self.queue.get()) is not None:
            yield given


class Waiting:
    """A source that gives one piece, and then waits until the test is over."""

    def __init__(self):
        self.over = threading.Event()

    def __iter__(self):
        yield audio(100)
        self.over.wait(60)


@pytest.fixture
def waiting():
    source = Waiting()
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
