import asyncio
from collections import Counter, defaultdict

import anyio
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assemblyai_emulator.jobs.fair_queue import FairQueue

PUT, TAKE, REMOVE = "put", "take", "remove"
STEPS = st.lists(st.tuples(st.sampled_from([PUT, PUT, TAKE, REMOVE]), st.sampled_from("abcd")), max_size=60)


class Observed:
    """A queue, and for each account's first waiting job the accounts whose jobs were taken since it came first."""

    def __init__(self) -> None:
        self.queue = FairQueue()
        self.lines: defaultdict[str, list[str]] = defaultdict(list)
        self.overtaken: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self.count = 0

    def do(self, step: str, account: str) -> None:
        if step == PUT:
            self.count += 1
            self.lines[account].append(str(self.count))
            self.queue.put(account, str(self.count))
        elif step == REMOVE and self.lines[account]:
            self.queue.remove(self.lines[account].pop())
        elif step == TAKE:
            self._take()

    def _take(self) -> None:
        taken = self.queue.take()
        if taken is None:
            assert not any(self.lines.values())
            return
        account, job = taken
        assert job == self.lines[account].pop(0), "one account's jobs run in order"
        self.overtaken[account].clear()
        for other in (other for other, line in self.lines.items() if line and other != account):
            self.overtaken[other][account] += 1


@given(STEPS)
def test_no_account_waits_for_more_than_one_job_of_each_other_account(steps):
    observed = Observed()
    for step, account in steps:
        observed.do(step, account)
        for other, line in observed.lines.items():
            if not line:
                observed.overtaken[other].clear()
        assert all(times <= 1 for others in observed.overtaken.values() for times in others.values())


@given(STEPS)
def test_every_job_is_taken_once(steps):
    observed = Observed()
    for step, account in steps:
        observed.do(step, account)
    while any(observed.lines.values()):
        observed.do(TAKE, "")
    assert observed.queue.take() is None


def test_a_job_that_already_waits_keeps_its_place():
    queue = FairQueue()
    for job in ("1", "2", "1"):
        queue.put("a", job)
    assert [queue.take(), queue.take(), queue.take()] == [("a", "1"), ("a", "2"), None]


def test_removing_a_job_that_does_not_wait_is_harmless():
    queue = FairQueue()
    queue.put("a", "1")
    queue.remove("2")
    assert queue.take() == ("a", "1")
    queue.remove("1")
    assert queue.take() is None


def test_an_account_has_no_more_jobs_running_than_allowed():
    queue = FairQueue(most_per_account=2)
    for job in "123":
        queue.put("a", job)
    queue.put("b", "4")
    assert [queue.take() for _ in range(4)] == [("a", "1"), ("b", "4"), ("a", "2"), None]
    queue.done("a")
    assert queue.take() == ("a", "3")


async def test_a_turn_waits_for_a_job():
    queue = FairQueue()

    async def first() -> str:
        async with queue.turn() as job:
            return job

    waiting = asyncio.create_task(first())
    await anyio.wait_all_tasks_blocked()
    queue.put("a", "1")
    with anyio.fail_after(5):
        assert await waiting == "1"


async def test_a_turn_that_fails_ends_too():
    queue = FairQueue(most_per_account=1)
    queue.put("a", "1")
    queue.put("a", "2")

    async def failing() -> None:
        async with queue.turn():
            assert queue.take() is None
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await failing()
    assert queue.take() == ("a", "2")
