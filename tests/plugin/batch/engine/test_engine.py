"""The engine itself, DBOS, on the traps that its documentation does not name."""

import asyncio
import json
import logging
import sqlite3
import threading
import time
from contextlib import asynccontextmanager, closing

import dbos._queue as dbos_queue
import pytest
from dbos import DBOS
from dbos._event_loop import BackgroundEventLoop
from sqlalchemy.exc import OperationalError

from assemblyai_tools.batch import engine as module
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.engine import ALONE, Engine, cancel, queue_of, stranded
from assemblyai_tools.errors import ConfigurationError


@asynccontextmanager
async def running(database, run, worker=ALONE, batch="calls"):
    """An engine that works on a batch."""
    engine = Engine(database, worker, poll_seconds=0.02)
    await engine.work(batch, run)
    try:
        yield engine
    finally:
        await engine.end()


def workflows(path, columns="workflow_uuid, status"):
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute(f"SELECT {columns} FROM workflow_status ORDER BY 1").fetchall()


def change(path, statement):
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(statement)


class Chunks:
    """Keeps the chunks that ran; they last until they are let go."""

    def __init__(self, *, last=False):
        self.ran, self.loops, self.go, self.begun = [], set(), asyncio.Event(), asyncio.Event()
        if not last:
            self.go.set()

    async def __call__(self, batch, first, last):
        self.ran.append((batch, first, last))
        self.loops.add(asyncio.get_running_loop())
        self.begun.set()
        await self.go.wait()

    async def count(self, number):
        async with asyncio.timeout(20):
            while len(self.ran) < number:  # noqa: ASYNC110 - the engine has no event for it
                await asyncio.sleep(0.01)


async def ended(path, number):
    async with asyncio.timeout(20):
        while [status for _, status in workflows(path)].count("SUCCESS") < number:  # noqa: ASYNC110
            await asyncio.sleep(0.01)


async def test_chunks_run_in_our_event_loop_once_each_and_keep_numbers_as_json(database, path):
    chunks = Chunks(last=True)
    async with running(database, chunks) as engine:
        assert await engine.enqueue("calls", [(1, 100), (101, 200)]) == 2
        assert await engine.enqueue("calls", [(1, 100), (101, 200)]) == 0  # they are in the queue, or running
        await chunks.count(2)
        assert await asyncio.to_thread(lambda: "threads still work")  # the engine takes none of ours
        chunks.go.set()
        await ended(path, 2)
        assert await engine.enqueue("calls", [(1, 100)]) == 1  # ended, and there is more to do
        await chunks.count(3)
    assert await asyncio.to_thread(lambda: "after the end, too")
    assert sorted(chunks.ran) == [("calls", 1, 100), ("calls", 1, 100), ("calls", 101, 200)]
    assert chunks.loops == {asyncio.get_running_loop()}
    rows = workflows(path, "workflow_uuid, serialization")
    assert [row[0] for row in rows] == ["calls/1-100/0", "calls/1-100/1", "calls/101-200/0"]
    assert {row[1] for row in rows} == {"portable_json"}
    with closing(sqlite3.connect(path)) as connection:
        ((given,), *_) = connection.execute("SELECT inputs FROM workflow_input ORDER BY 1").fetchall()
        limits = connection.execute(
            "SELECT concurrency, rate_limit_max, worker_concurrency FROM queues"
        ).fetchall()
    assert json.loads(given) == {"namedArgs": {}, "positionalArgs": ["calls", 1, 100]}
    assert limits == [
        (None, None, module.ACTIVE_CHUNKS)
    ]  # they would count dead workers, and starts of chunks


async def test_what_a_killed_process_left_on_sqlite_goes_on_at_the_next_start(database, path, caplog):
    caplog.set_level(logging.INFO)
    first, second = Chunks(last=True), Chunks()
    async with running(database, first) as engine:
        await engine.enqueue("calls", [(1, 100)])
        await first.count(1)
    assert workflows(path) == [("calls/1-100/0", "PENDING")]
    async with running(database, second):
        await second.count(1)
        await ended(path, 1)
    assert second.ran == first.ran
    assert [one for one in caplog.records if one.name == "dbos" and one.levelno < logging.WARNING] == []


async def test_work_of_another_version_is_left_alone_and_told_of(database, path):
    chunks = Chunks()
    assert stranded(database, "calls") == 0  # the engine has no tables yet
    assert cancel(database, "calls") == 0
    async with running(database, Chunks(last=True)) as engine:
        await engine.enqueue("calls", [(1, 100)])
    change(path, "UPDATE workflow_status SET application_version = 'batch-0', status = 'ENQUEUED'")
    async with running(database, chunks) as engine:
        await engine.enqueue("calls", [(101, 200)])
        await chunks.count(1)
    assert chunks.ran == [("calls", 101, 200)]
    assert stranded(database, "calls") == 1
    assert stranded(database, "call") == 0


async def test_a_batch_that_is_cancelled_leaves_the_queue(database, path):
    chunks = Chunks()
    async with running(database, chunks, batch="another") as engine:
        await engine.enqueue(
            "calls", [(1, 100), (101, 200)]
        )  # this worker does not listen to that batch's queue
        await engine.enqueue("another", [(1, 100)])
        await chunks.count(1)
        assert await asyncio.to_thread(cancel, database, "calls") == 2
    assert chunks.ran == [("another", 1, 100)]
    assert [status for name, status in workflows(path) if name.startswith("calls")] == ["CANCELLED"] * 2


async def test_a_batch_whose_name_differs_only_in_case_is_another_one(database, path):
    async with running(database, Chunks(), batch="another") as engine:
        assert await engine.enqueue("May", [(1, 100)]) == 1
        assert await engine.enqueue("may", [(1, 100)]) == 1
        assert await asyncio.to_thread(cancel, database, "may") == 1
    assert workflows(path) == [("May/1-100/0", "ENQUEUED"), ("may/1-100/0", "CANCELLED")]


async def test_a_process_that_runs_dbos_for_something_else_is_told_so(database, tmp_path):
    config = {
        "name": "host",
        "system_database_url": f"sqlite:///{tmp_path}/host.sqlite",
        "log_level": "ERROR",
    }
    DBOS(config=config)
    try:
        with pytest.raises(ConfigurationError, match="runs DBOS already") as refused:
            await Engine(database, ALONE).work("calls", Chunks())
        assert "process of its own" in refused.value.next_step
    finally:
        await asyncio.to_thread(DBOS.destroy)


async def test_an_engine_that_cannot_start_leaves_the_process_free_for_the_next(database, monkeypatch):
    with monkeypatch.context() as patch:
        patch.setattr(DBOS, "register_queue", lambda *_arguments, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            await Engine(database, ALONE).work("calls", Chunks())
    async with running(database, Chunks()):
        pass


async def test_a_database_that_does_not_answer_the_engine_is_told_of_in_one_line(database, monkeypatch):
    lines = []
    database.trouble = lines.append

    def fail(*_arguments, **_options):
        raise OperationalError("SELECT", {}, sqlite3.OperationalError("disk I/O error"))

    async with running(database, Chunks()) as engine:
        monkeypatch.setattr(DBOS, "list_workflows", fail)
        assert await engine.enqueue("calls", [(1, 100)]) == 0
    assert lines == ["The queue does not answer (disk I/O error)."]
    monkeypatch.setattr(DBOS, "register_queue", fail)
    with pytest.raises(DatabaseError, match="does not answer"):
        await Engine(database, ALONE).work("calls", Chunks())


async def test_an_end_waits_for_the_thread_of_a_queue_that_is_just_being_started(database, monkeypatch):
    may_start = threading.Event()

    class Late(threading.Thread):
        def _bootstrap(self):
            may_start.wait()
            super()._bootstrap()

    late = Late(name="queue-worker-calls")
    starting = threading.Thread(target=late.start)
    starting.start()
    while late not in threading.enumerate():
        pass
    monkeypatch.setattr(time, "sleep", lambda _: may_start.set())
    await Engine(database, ALONE).end()
    may_start.set()
    starting.join()
    assert not late.is_alive()


async def test_an_engine_that_ends_gives_no_chunk_to_a_loop_that_has_ended(
    database, path, monkeypatch, caplog
):
    given, ended_first = threading.Event(), threading.Event()
    give, stop = dbos_queue.execute_dequeued_workflow, BackgroundEventLoop.stop

    def give_late(*arguments):
        given.set()
        ended_first.wait(0.5)  # the loop's end, if that did not wait for us
        return give(*arguments)

    def note(loop):
        stop(loop)
        ended_first.set()

    monkeypatch.setattr(dbos_queue, "execute_dequeued_workflow", give_late)
    monkeypatch.setattr(BackgroundEventLoop, "stop", note)
    async with running(database, Chunks()) as engine:
        await engine.enqueue("calls", [(1, 100)])
        assert await asyncio.to_thread(given.wait, 20)
    assert [one.getMessage() for one in caplog.records if one.name == "dbos"] == []


async def test_a_chunk_without_a_worker_does_nothing():
    assert await module._chunk.__orig_func("calls", 1, 100) is None
    assert await Engine(None, ALONE).run("calls", 1, 100) is None
    assert queue_of("calls") == "assemblyai-batch-calls"


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("database or disk is full", "its disk is full"),
        ("disk I/O error", "does not answer (disk I/O error)"),
    ],
)
async def test_a_database_that_cannot_be_used_at_the_start_is_one_sentence(
    database, monkeypatch, caplog, said, shown
):
    logging.getLogger("dbos").addHandler(caplog.handler)

    def refused():
        error = OperationalError("UPDATE", {}, sqlite3.OperationalError(said))
        logging.getLogger("dbos").error("It failed.", exc_info=error)
        raise error

    monkeypatch.setattr(DBOS, "launch", refused)
    with pytest.raises(DatabaseError) as caught:
        await Engine(database, ALONE).work("calls", Chunks())
    assert shown in str(caught.value)
    assert "resume the batch" in caught.value.next_step
    logging.getLogger("dbos").removeHandler(caplog.handler)
    assert "It failed." not in caplog.text
