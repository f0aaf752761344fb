"""What a worker asks of the database each second does not grow with the batch's size where nothing has happened."""

from types import SimpleNamespace

import pytest
from sqlalchemy import event, text
from tests.plugin.batch.engine.recordings import put

from assemblyai_tools.batch import records, shift
from assemblyai_tools.batch.shift import Shift, _Look
from assemblyai_tools.batch.sources.source import Source


@pytest.fixture
def batch(start):
    return start(*(Source(f"https://example.com/{n % 2}.mp3", is_file=False, name=str(n)) for n in range(6)))


def test_copies_are_settled_only_when_something_has_changed(batch):
    look, writes = _Look(batch.name, has_copies=True), []
    event.listen(
        batch.database.engine,
        "before_cursor_execute",
        lambda _c, _u, statement, *_: writes.append(statement) if statement.startswith("UPDATE") else None,
    )
    run = batch.database.run_here
    assert run(look) == ({"new": 6}, 0)
    writes.clear()
    assert run(look) == ({"new": 6}, 0)
    assert writes == []
    put(batch, 1, state="done", transcript_id="t1")
    assert run(look) == ({"new": 3, "done": 1, "completed": 2}, 2)
    assert run(look) == ({"new": 3, "done": 1, "completed": 2}, 0)


@pytest.mark.parametrize(
    ("query", "index"),
    [
        (
            "SELECT 1 FROM recordings WHERE transcript_id = 'x' AND same_as IS NULL",
            "recordings_by_transcript",
        ),
        ("SELECT 1 FROM recordings WHERE digest = 'x'", "recordings_by_digest"),
        ("SELECT 1 FROM recordings WHERE batch = 'x' AND same_as IS NOT NULL", "recordings_by_copy"),
    ],
)
def test_what_is_asked_often_has_an_index(batch, query, index):
    plan = batch.database.run_here(lambda c: c.execute(text(f"EXPLAIN QUERY PLAN {query}")).all())
    assert index in str(plan)


def test_the_chunks_are_asked_for_not_the_recordings(batch):
    put(batch, 1, state="done")
    assert batch.database.run_here(lambda c: records.chunks_at_work(c, batch.name, 2)) == [1]


async def test_a_worker_with_nothing_to_do_looks_ever_more_seldom_for_work(batch, monkeypatch):
    looks, ticks = [], []

    async def enqueue(_batch, _chunks):
        looks.append(len(ticks))
        return 0

    class Stopping:
        def is_set(self):
            return len(ticks) > 30

        async def wait(self):
            ticks.append(1)

    worker = SimpleNamespace(stopping=Stopping(), is_idle=True)
    owners = SimpleNamespace(check_lease=lambda: None)
    working = Shift(
        database=batch.database,
        batch=batch.name,
        account="a",
        settings=None,
        orders=None,
        landing=None,
        rate=1.0,
    )
    await working._watch(owners, SimpleNamespace(enqueue=enqueue), worker)
    assert looks == [0, 1, 4, 11, 19, 27]
    assert shift._MOST_IDLE_TICKS == 8
