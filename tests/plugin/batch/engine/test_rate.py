"""One row says when the next job may be sent, for all machines together."""

import asyncio

import pytest
from sqlalchemy import insert, select

from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.tables import RATES


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
