"""A network that goes away without a word, and a service that is only slow."""

import asyncio

import pytest

from assemblyai_tools.streaming.pulse import PING_SECONDS, watch


class Line:
    """A connection whose answers and traffic are the test's."""

    def __init__(self):
        self.moved, self.pings, self.is_up = 0, [], True

    async def ping(self):
        self.pings.append(asyncio.get_running_loop().create_future())
        return self.pings[-1]

    def answer(self):
        self.pings[-1].set_result(0.01)

    def give_up(self):
        self.is_up = False


@pytest.fixture
def line():
    return Line()


@pytest.fixture
async def watching(line, timing):
    task = asyncio.create_task(watch(line, timing))
    yield task
    task.cancel()


async def test_a_connection_that_answers_is_asked_again_and_again(line, clock, watching):
    for number in range(5):
        await clock.pass_by(PING_SECONDS)
        assert len(line.pings) == number + 1
        line.answer()
    await clock.pass_by(1)
    assert line.is_up


async def test_a_network_that_is_silently_gone_is_noticed(line, clock, watching):
    await clock.pass_by(2 * PING_SECONDS)
    assert not line.is_up
    await watching


async def test_a_service_that_is_busy_with_audio_may_answer_late(line, clock, watching):
    for _ in range(20):
        line.moved += 1
        await clock.pass_by(PING_SECONDS)
    assert (line.is_up, len(line.pings)) == (True, 1)
    line.answer()
    await clock.pass_by(PING_SECONDS + 1)
    assert (line.is_up, len(line.pings)) == (True, 2)


async def test_traffic_that_stops_is_no_sign_of_life_any_more(line, clock, watching):
    await clock.pass_by(PING_SECONDS)
    line.moved += 1
    await clock.pass_by(PING_SECONDS)
    assert line.is_up
    await clock.pass_by(PING_SECONDS)
    assert not line.is_up


async def test_a_connection_that_closes_ends_the_watch(line, clock, watching):
    await clock.pass_by(PING_SECONDS)
    line.pings[-1].set_exception(ConnectionError("closed"))
    await clock.pass_by(1)
    line.ping = _closed
    await clock.pass_by(PING_SECONDS)
    with pytest.raises(ConnectionError):
        await watching
    assert line.is_up


async def _closed():
    raise ConnectionError("closed")
