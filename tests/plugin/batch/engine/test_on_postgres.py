"""The engine and a whole batch on Postgres, with several workers."""

import asyncio

import pytest
from sqlalchemy import text
from tests.plugin.batch.engine.test_engine import Chunks, running

from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.engine import Engine


@pytest.fixture
def shared(postgres):
    opened = open_database(postgres)
    yield opened
    opened.close()


def statuses(database):
    query = text("SELECT executor_id, status FROM dbos.workflow_status ORDER BY workflow_uuid")
    return [tuple(row) for row in database.run_here(lambda c: c.execute(query).all())]


async def test_a_dead_workers_chunks_go_on_only_when_it_is_told_and_once(shared):
    first, second = Chunks(last=True), Chunks()
    async with running(shared, first, "dead") as engine:
        await engine.enqueue("calls", [(1, 100)])
        await first.count(1)
    assert statuses(shared) == [("dead", "PENDING")]
    async with running(shared, second, "survivor") as engine:
        assert await engine.enqueue("calls", [(1, 100)]) == 0  # it is that worker's, as far as is known
        await asyncio.to_thread(Engine.recover, ["somebody else"])
        assert statuses(shared) == [("dead", "PENDING")]
        await asyncio.to_thread(Engine.recover, ["dead"])
        await asyncio.to_thread(Engine.recover, ["dead"])
        await second.count(1)
    assert second.ran == [("calls", 1, 100)]


async def test_a_workers_chunk_that_is_recovered_while_it_lives_runs_twice_at_once(shared):
    """So the rows must be safe against that, which test_worker.py and test_records.py show."""
    chunks = Chunks(last=True)
    async with running(shared, chunks, "alive") as engine:
        await engine.enqueue("calls", [(1, 100)])
        await chunks.count(1)
        await asyncio.to_thread(Engine.recover, ["alive"])
        await chunks.count(2)
        chunks.go.set()
    assert chunks.ran == [("calls", 1, 100)] * 2


def test_the_password_is_in_the_engines_address_and_in_no_text(shared):
    assert shared.is_shared
    assert shared.url.startswith("postgresql+psycopg://")
    with_password = open_database.__globals__["Database"](shared.engine.execution_options(), None)
    assert "postgres" in str(with_password)
