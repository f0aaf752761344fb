"""One row says when the next job may be sent, for all machines together."""

import asyncio
import os

import pytest
from sqlalchemy import insert, select

from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.tables import OWNERS, RATES


@pytest.fixture(params=["sqlite", "postgres"])
def shared(request, path):
    opened = open_database(path if request.param == "sqlite" else request.getfixturevalue("postgres"))
    opened.now = lambda _connection: 1000.0
    yield opened
    opened.close()


@pytest.fixture
def machine(shared):
    """Make a machine's rate, and the list of its pauses."""

    def make(per_second=100.0):
        waits = []

        async def sleep(seconds):
            waits.append(seconds)

        return Rate(shared, "account", per_second, sleep=sleep), waits

    return make


async def test_machines_share_the_rate(machine, shared):
    (one, _), (other, _) = machine(), machine()
    await asyncio.gather(one.begin(), other.begin())
    for _ in range(20):
        await one.take()
        await other.take()
    # The database's clock stands still: forty starts, a hundredth of a second apart, reserved ten at a time.
    next_at = shared.run_here(lambda connection: connection.execute(select(RATES.c.next_at)).scalar_one())
    assert next_at == pytest.approx(1000.4)


async def test_a_slow_rate_reserves_one_start_at_a_time(machine):
    one, waits = machine(per_second=0.5)
    await one.begin()
    for _ in range(3):
        await one.take()
    assert waits[-1] == pytest.approx(4.0, abs=0.2)


async def test_a_429_makes_all_machines_wait(machine):
    (one, ones), (other, others) = machine(), machine()
    await one.begin()
    await one.take()
    await one.quiet(30.0)
    await one.quiet(0.001)  # a shorter one does not end it
    assert await other.quiet_left() == 30.0
    ones.clear()
    await one.take()
    await other.take()
    assert ones[0] == pytest.approx(30.0, abs=0.5)
    assert others[0] >= ones[0] - 0.2


async def test_a_machine_that_adds_the_accounts_row_at_the_same_time_disturbs_nobody(machine, shared):
    (one, _), (other, _) = machine(), machine()
    await one.begin()
    real, shared.run = shared.run, None

    async def raced(work, **options):
        row = insert(RATES).values(account="account", next_at=0.0, quiet_until=0.0)
        return await real(lambda connection: connection.execute(row), **options)

    shared.run = raced
    await other.begin()


async def test_a_clock_that_is_set_back_makes_nobody_wait_for_hours(machine, shared):
    one, waits = machine()
    await one.begin()
    shared.now = lambda _connection: 9000.0
    await one.take()
    await one.quiet(7.0)
    shared.now = lambda _connection: 1000.0
    waits.clear()
    assert await one.quiet_left() == 300.0  # of how much of it is left nothing is known
    await one.take()
    assert waits == [pytest.approx(300.0, abs=0.5)]


async def test_what_a_worker_that_was_killed_had_reserved_is_nothing_to_wait_for(machine):
    slow, _ = machine(per_second=0.01)
    await slow.begin()
    await asyncio.gather(*(slow.take() for _ in range(16)))
    fast, waits = machine()
    await fast.begin()
    await fast.take()
    assert waits == []


async def test_what_workers_that_live_have_reserved_is_kept_by_one_that_begins(machine, shared):
    slow, _ = machine(per_second=0.01)
    await slow.begin()
    await slow.take()
    for process in (os.getpid(), os.getppid()):
        row = {"owner": str(process), "host": os.uname().nodename, "process": process, "beat": 999.0}
        shared.run_here(lambda connection, row=row: connection.execute(insert(OWNERS).values(**row)))
    other, waits = machine()
    await other.begin()
    await other.take()
    assert waits == [pytest.approx(100.0, abs=0.5)]


async def test_a_long_wait_is_told_once(machine, shared):
    told = []
    shared.trouble = told.append
    one, _ = machine(per_second=0.05)
    await one.begin()
    for _ in range(3):
        await one.take()
    assert told == ["The rate lets the next job be sent in 20 s."]
