"""Scripts of spoken turns, and the ways to hear what a step of a chain makes of audio."""

import asyncio

from tests.plugin.streaming.conftest import begin, speech, turn, word

AUDIO = [speech(100), speech(100)]
ENDED = {"type": "Terminate"}


async def two_turns(session):
    await session.tell(begin())
    await session.hear(100)
    await session.tell(turn(0, word("good", 0, 50), end=False))
    await session.tell(turn(0, word("good", 0, 50), word("morning", 60, 90)))
    await session.tell(turn(1, word("bye", 100, 150)))
    await session.finish()


async def one_turn_and_more_to_come(session):
    await session.tell(begin(), turn(0, word("hello", 0, 50)))
    await session.finish()


async def endless():
    yield speech(100)
    await asyncio.Event().wait()


async def _astreamed(step, audio, config=None):
    return [turn async for turn in step.astream(audio, config)]


async def _streamed(step, audio, config=None):
    return await asyncio.to_thread(lambda: list(step.stream(audio, config)))


async def _atransformed(step, audio, config=None):
    async def pieces():
        for piece in audio:
            yield piece

    return [turn async for turn in step.atransform(pieces(), config)]


async def _transformed(step, audio, config=None):
    return await asyncio.to_thread(lambda: list(step.transform(iter(audio), config)))


def texts(turns):
    return [one.transcript for one in turns]
