"""Each change of a row is a compare-and-set; one that its owner repeats, as the answer to a commit was lost, counts."""

import pytest
from sqlalchemy import update
from tests.plugin.batch.engine.conftest import NAME

from assemblyai_tools.batch import copies, records
from assemblyai_tools.batch.admission import admit
from assemblyai_tools.batch.records import Price
from assemblyai_tools.batch.tables import RECORDINGS

HOUR = Price(1.0, 0.5)


@pytest.fixture
def run(start, file):
    """Run something in a transaction of a batch with two recordings."""
    batch = start(file("a.mp3"), file("b.mp3"), max_hours=1)

    def call(function, *arguments, **options):
        return batch.database.run_here(lambda c: function(c, *arguments, **options))

    call.batch = batch
    return call


def claim(run, row, me="me"):
    return run(records.claim, row, me=me, url=f"https://cdn.test/{me}", at=1.0, price=HOUR)


def test_a_row_is_claimed_by_one_owner(run):
    row, _ = run.batch.rows()
    assert claim(run, row) == "creating"
    assert claim(run, row, "other") == "lost"
    now = run(records.get, NAME, 1)
    assert (now.state, now.owner, now.upload_url, now.sent) == ("creating", "me", "https://cdn.test/me", 1.0)


def test_a_claim_that_is_repeated_by_its_owner_reserves_once(run):
    row, other = run.batch.rows()
    assert [claim(run, row), claim(run, row)] == ["creating", "creating"]
    assert run.batch.row()["reserved_hours"] == 1
    assert [claim(run, other), claim(run, other)] == ["full", "full"]
    assert [run(admit, other, price=HOUR), run(admit, other, price=HOUR)] == ["no", "no"]
    assert [row.state for row in run.batch.rows()] == ["creating", "held"]
    assert run.batch.row()["reserved_hours"] == 1


def test_a_dead_owners_row_is_taken_over_by_one(run):
    row, _ = run.batch.rows()
    claim(run, row, "dead")
    row = run(records.get, NAME, 1)
    assert run(records.take_over, row, "one")
    assert run(records.take_over, row, "one")
    assert not run(records.take_over, row, "other")


def test_an_owner_that_lost_its_row_changes_it_no_more(run):
    row, _ = run.batch.rows()
    claim(run, row, "sleeper")
    row = run(records.get, NAME, 1)
    run(records.take_over, row, "one")
    assert not run(records.created, row, "sleeper", "t1")
    run(records.not_sent, row, "sleeper", HOUR)
    assert not run(records.failed, row, problem="service", message="", at=1.0, unbilled=HOUR)
    assert run(records.get, NAME, 1).state == "creating"
    assert run.batch.row()["reserved_hours"] == 1
    assert run(records.created, row, "one", "t1")
    assert run(records.created, row, "one", "t1")


def test_a_length_is_charged_once(run):
    row, _ = run.batch.rows()
    claim(run, row)
    run(records.created, row, "me", "t1")
    row = run(records.get, NAME, 1)
    for _ in range(2):
        run(records.completed, row, seconds=7200.0, more=HOUR)
    assert run.batch.row()["reserved_hours"] == 2
    assert run(records.get, NAME, 1).seconds == 7200


@pytest.mark.parametrize(
    ("state", "becomes"),
    [
        ("done", "completed"),
        ("completed", "completed"),
        ("failed", "failed"),
        ("held", "held"),
        ("created", "new"),
    ],
)
def test_a_copy_becomes_what_the_first_became(start, file, state, becomes):
    batch = start(file("a.mp3", b"same"), file("b.mp3", b"same"), file("c.mp3", b"also"))
    assert [row.same_as for row in batch.rows()] == [None, 1, None]
    first = update(RECORDINGS).where(RECORDINGS.c.number == 1)
    batch.database.run_here(lambda c: c.execute(first.values(state=state, transcript_id="t1", problem="x")))
    settled = batch.database.run_here(lambda c: copies.settle_copies(c, NAME, 5.0))
    copy = batch.rows()[1]
    assert (copy.state, settled) == (becomes, 0 if becomes == "new" else 1)
    assert copy.transcript_id == ("t1" if becomes == "completed" else None)


def test_copies_wait_for_the_first_and_are_nobodys_work_before(start, file):
    batch = start(file("a.mp3", b"same"), file("b.mp3", b"same"))
    run = batch.database.run_here
    assert [row.number for row in run(lambda c: records.to_work_on(c, NAME, 1, 100))] == [1]
    assert run(lambda c: records.numbers_at_work(c, NAME)) == [1]


def test_pages_are_in_the_order_of_numbers(run):
    assert [row.number for row in run(records.page, NAME, after=1)] == [2]
    assert [row.number for row in run(records.page, NAME, limit=1)] == [1]
    assert run(records.page, NAME, state="done") == []
