import asyncio
from threading import Event

import anyio
import pytest

from assemblyai_emulator.reasoning.turns import AbandonedError, Turns, asker, stop_if_abandoned


class Held:
    """Work that holds the thread until it is released."""

    def __init__(self):
        self._begun, self._released = Event(), Event()

    def __call__(self):
        self._begun.set()
        self._released.wait()

    async def has_begun(self):
        await asyncio.to_thread(self._begun.wait)

    def release(self):
        self._released.set()


@pytest.fixture
def held():
    work = Held()
    yield work
    work.release()


async def begin(turns, account, work, *args):
    """A task that waits for its turn, with its place in the queue taken."""
    asker.set(account)
    task = asyncio.create_task(turns.run(work, *args))
    await asyncio.sleep(0)
    return task


async def test_work_returns_its_result_or_raises_its_error():
    turns = Turns()
    assert await turns.run(max, 2, 3) == 3
    with pytest.raises(ZeroDivisionError):
        await turns.run(divmod, 1, 0)
    assert await turns.run(max, [], default=7) == 7


async def test_another_accounts_work_comes_before_the_rest_of_the_first_ones(held):
    turns, done = Turns(), []
    tasks = [await begin(turns, "busy", held)]
    tasks += [await begin(turns, "busy", done.append, f"busy {number}") for number in range(3)]
    tasks += [await begin(turns, "other", done.append, f"other {number}") for number in range(2)]
    held.release()
    await asyncio.gather(*tasks)
    assert done == ["other 0", "busy 0", "other 1", "busy 1", "busy 2"]


async def test_work_that_nobody_waits_for_any_longer_is_not_begun(held):
    turns, done = Turns(), []
    await begin(turns, "one", held)
    waiting = await begin(turns, "one", done.append, "never")
    waiting.cancel()
    await asyncio.wait([waiting])
    held.release()
    await turns.run(done.append, "next")
    assert done == ["next"]


async def test_work_that_looks_up_between_its_steps_stops_when_nobody_waits():
    begun, ends = Event(), []

    def endless():
        begun.set()
        try:
            while True:
                stop_if_abandoned()
        except AbandonedError:
            ends.append("stopped")
            raise

    turns = Turns()
    task = await begin(turns, "one", endless)
    await asyncio.to_thread(begun.wait)
    task.cancel()
    with anyio.fail_after(20):
        await turns.run(ends.append, "next")
    assert ends == ["stopped", "next"]
    assert task.cancelled()


def test_work_outside_of_turns_is_never_abandoned():
    assert stop_if_abandoned() is None
