"""Networks that go away, services that break off: the stream goes on, or ends with an error, and is not billed on."""

import asyncio
from itertools import pairwise

import pytest
from tests.live.conftest import GIVEN, audio, finals, passing, until
from tests.plugin.streaming.reading import Source, kinds, read, warnings

HEARD = ["Begin", "SpeechStarted", "Turn"]
"""The events of the first 1.5 seconds; the turn is not finished."""


@pytest.fixture
def faults(request):
    """One rule, for the first session or for all of them."""
    fault, times = getattr(request, "param", (None, 0))
    rule = {"method": "GET", "path": "/v3/ws", "fault": fault}
    return [] if fault is None else [rule | ({"times": times} if times else {})]


def once(*faults):
    return pytest.mark.parametrize("faults", [(fault, 1) for fault in faults], indirect=True, ids=faults)


def always(*faults):
    return pytest.mark.parametrize("faults", [(fault, 0) for fault in faults], indirect=True, ids=faults)


@pytest.fixture
async def listening(client, clock, emulator):
    """A stream in the middle of a turn: its source, what it told, and the task that reads it."""
    told, source = [], Source(audio(1500))
    reading = asyncio.create_task(read(client.stream(source, **GIVEN), told))
    await until(lambda: len(told) == len(HEARD))
    await until(lambda: len(emulator.sessions[0].audio) == len(audio(1500)))
    return source, told, reading


@pytest.mark.parametrize("seconds", [1, 10, 60])
async def test_after_an_outage_the_stream_goes_on_where_the_last_turn_was_finished(
    listening, network, emulator, clock, ended, seconds
):
    source, told, reading = listening
    network.set("down")
    for _ in range(seconds):
        source.hear(audio(1000))
        await clock.pass_by(1)
    network.set("up")
    await passing(clock, asyncio.create_task(until(lambda: len(emulator.sessions) == 2)))
    source.end()
    await passing(clock, reading)
    assert kinds(told)[:5] == [*HEARD, "Warning", "Begin"]
    assert warnings(told) == ["The connection to the session was lost. The stream goes on in a new session."]
    assert kinds(told)[-1] == "Termination"
    assert [number for number, _ in finals(told)] == [0, 1]
    assert bytes(emulator.sessions[1].audio) == audio(1500 + 1000 * seconds)
    assert await ended() == ["lost", "ended by the client"]


async def test_an_outage_that_lasts_is_an_error(listening, network, clock, ended):
    _, told, reading = listening
    network.set("down")
    await passing(clock, reading)
    assert kinds(told) == [*HEARD, "Warning", "ConnectionFailedError"]
    assert "check that the emulator runs there" in str(told[-1])
    assert await ended() == ["lost"]


async def test_a_network_that_swallows_everything_is_noticed(
    client, network, emulator, clock, ended, monkeypatch
):
    for name in ("pulse.PING_SECONDS", "connection._CLOSE_SECONDS"):
        monkeypatch.setattr(f"assemblyai_tools.streaming.{name}", 0.05)
    monkeypatch.setattr("assemblyai_tools.streaming.address.Address.is_here", False)
    told, source = [], Source(audio(1500))
    reading = asyncio.create_task(read(client.stream(source, **GIVEN), told))
    await until(lambda: len(told) == len(HEARD))
    network.set("deaf")
    source.hear(audio(500))
    await until(lambda: network.lost)
    network.set("up")
    await passing(clock, asyncio.create_task(until(lambda: len(emulator.sessions) == 2)))
    source.end()
    await passing(clock, reading)
    assert kinds(told)[:5] == [*HEARD, "Warning", "Begin"]
    assert finals(told) == [(0, "Shall we start?")]
    assert (await ended())[1] == "ended by the client"


@once(
    "stream-close; code=1011; at=partial",
    "stream-close; code=1013; at=begin",
    "stream-close; code=1012; at=partial",
    "stream-cut; at=partial",
    "stream-error; code=3005; at=partial",
    "503",
    "hang; seconds=0",
)
async def test_a_session_that_breaks_off_is_followed_by_another_and_no_turn_is_lost(
    client, emulator, clock, ended
):
    told = []
    await passing(clock, asyncio.create_task(read(client.stream([audio(4000)], **GIVEN), told)))
    assert kinds(told)[-1] == "Termination"
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]
    assert bytes(emulator.sessions[1].audio) == audio(4000)
    assert len(await ended()) == 2


@once("stream-close; at=final", "stream-cut; at=final")
async def test_what_was_finished_is_not_sent_again(client, emulator, clock, ended):
    told = []
    await passing(clock, asyncio.create_task(read(client.stream([audio(4000)], **GIVEN), told)))
    assert finals(told)[0] == (0, "Shall we start?")
    assert bytes(emulator.sessions[1].audio) == audio(4000 - 1200)  # up to the end of its last word
    assert all(one < other for (one, _), (other, _) in pairwise(finals(told)))
    assert len(await ended()) == 2


@once(
    "stream-error; code=3008; at=partial",
    "stream-error; code=3006; at=partial",
    "stream-close; code=1008; at=partial",
)
async def test_an_error_that_stays_is_not_tried_again(client, emulator, clock, ended):
    told = []
    await passing(clock, asyncio.create_task(read(client.stream([audio(4000)], **GIVEN), told)))
    assert kinds(told)[-1] in {"BadRequestError", "AuthenticationError"}
    assert not told[-1].retryable
    assert len(await ended()) == 1


@once("stream-close; code=1000; at=partial")
async def test_a_session_that_ends_before_the_last_turn_is_finished_is_followed_by_another(
    client, emulator, clock, ended
):
    told = []
    await passing(clock, asyncio.create_task(read(client.stream([audio(4000)], **GIVEN), told)))
    assert finals(told) == [(0, "Shall we start?"), (1, "Yes. We are done.")]
    assert kinds(told)[-1] == "Termination"
    assert bytes(emulator.sessions[1].audio) == audio(4000)
    assert len(await ended()) == 2


@always("stream-close; at=begin", "stream-close; at=partial", "stream-error; code=3005; at=partial", "503")
async def test_a_service_that_breaks_off_each_time_is_given_up(client, emulator, clock, ended):
    """Each session is billed, so sessions must not follow each other without end."""
    told = []
    await passing(clock, asyncio.create_task(read(client.stream([audio(4000)], **GIVEN), told)))
    assert kinds(told)[-1] == "ServerError"
    assert 1 < len(await ended()) <= 25
    assert finals(told) == []


async def test_an_emulator_that_is_stopped_ends_the_stream_with_an_error(listening, emulator, clock, ended):
    _, told, reading = listening
    emulator.stop()
    await passing(clock, reading)
    assert kinds(told) == [*HEARD, "Warning", "ConnectionFailedError"]
    assert "close code 1012" in told[3].warning
    assert len(await ended()) == 1


async def test_a_clock_that_jumps_an_hour_ends_the_stream_as_its_ceiling_says(client, emulator, clock, ended):
    told = []
    stream = client.stream(Source(audio(1500)), **GIVEN, max_seconds=1800)
    reading = asyncio.create_task(read(stream, told))
    await until(lambda: len(told) == len(HEARD))
    clock.now += 3600
    await clock.pass_by(1)
    await passing(clock, reading)
    assert warnings(told) == ["The stream was ended: max_seconds=1800 is reached."]
    assert finals(told) == [(0, "Shall we start?")]
    assert kinds(told)[-1] == "Termination"
    assert await ended() == ["ended by the client"]
