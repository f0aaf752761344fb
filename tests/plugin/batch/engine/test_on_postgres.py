"""The engine and a whole batch on Postgres, with several workers."""

import asyncio

import pytest
from sqlalchemy import text, update
from tests.plugin.batch.engine.test_engine import Chunks, running

from assemblyai_tools.batch.admission import admit
from assemblyai_tools.batch.copies import settle_copies
from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.engine import Engine
from assemblyai_tools.batch.records import Price, charge, completed, failed
from assemblyai_tools.batch.sources.source import Source
from assemblyai_tools.batch.tables import RECORDINGS

URL = "https://example.com/a.mp3"


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


class Interrupted:
    """A connection that does something else after its statement with this number."""

    def __init__(self, connection, after, work):
        self._connection, self._left, self._work = connection, after, work

    def execute(self, *given):
        result = self._connection.execute(*given)
        self._left -= 1
        if not self._left:
            self._work()
        return result


def test_a_recording_is_not_held_if_room_is_made_while_that_is_decided(start, postgres, shared):
    one, two = Source(URL, False, "a"), Source(f"{URL}?2", False, "b")
    batch = start(one, two, database=postgres, max_hours=1)
    under_way = update(RECORDINGS).where(RECORDINGS.c.number == 1).values(state="created", transcript_id="t1")
    batch.database.run_here(lambda connection: connection.execute(under_way))
    batch.database.run_here(lambda connection: charge(connection, batch.name, Price(1.0)))
    first, second = batch.rows()

    def end():
        shared.run_here(lambda connection: completed(connection, first, 36.0, Price(-0.99)))

    def decide(connection):
        return admit(Interrupted(connection, 2, end), second, Price(0.5))

    assert batch.database.run_here(decide) == "wait"
    assert batch.status() == {"completed": 1, "new": 1}
    assert batch.database.run_here(lambda connection: admit(connection, second, Price(0.5))) == "begin"


def test_a_copy_is_sent_though_the_first_file_is_found_bad_while_that_is_decided(
    start, file, postgres, shared
):
    batch = start(file("a.mp3", b"same"), file("b.mp3", b"same"), database=postgres)
    first = batch.rows()[0]
    bad = {"problem": "missing", "message": "gone", "at": 1.0, "unbilled": Price()}

    def fail():
        shared.run_here(lambda connection: failed(connection, first, **bad))

    batch.database.run_here(lambda c: settle_copies(Interrupted(c, 1, fail), batch.name, 1.0))
    batch.database.run_here(lambda connection: settle_copies(connection, batch.name, 1.0))
    assert [(row.state, row.same_as) for row in batch.rows()] == [("failed", 2), ("new", None)]


def test_the_password_is_in_the_engines_address_and_in_no_text(shared):
    assert shared.is_shared
    assert shared.url.startswith("postgresql+psycopg://")
    with_password = open_database.__globals__["Database"](shared.engine.execution_options(), None)
    assert "postgres" in str(with_password)
