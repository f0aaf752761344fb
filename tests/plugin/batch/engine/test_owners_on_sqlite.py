"""Who works on SQLite: one process at a time, for as long as it holds the lock beside the file."""

import pytest
from sqlalchemy import select, update

from assemblyai_tools.batch import file_lock
from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.file_lock import BusyError
from assemblyai_tools.batch.owners import LostLeaseError, Owners, living
from assemblyai_tools.batch.tables import OWNERS


def test_a_second_worker_on_the_same_sqlite_file_is_refused_until_the_first_has_ended(database, path):
    first, second = Owners(database, list), Owners(database, list)
    first.begin()
    with pytest.raises(BusyError, match=f"runs on {path} already") as busy:
        second.begin()
    assert "Postgres" in busy.value.next_step
    first.beat()
    assert first.is_fresh()
    first.end()
    second.begin()
    assert first.me != second.me
    assert database.run_here(lambda c: (second.is_alive(c, second.me), second.is_alive(c, first.me))) == (
        True,
        False,
    )
    second.end()


def count(database):
    return database.run_here(lambda c: living(c, database.now(c)))


def test_on_sqlite_a_worker_is_seen_while_it_works_and_not_once_it_has_ended(database):
    left, owner = Owners(database, list), Owners(database, list)
    left.begin()
    left._unlock()  # it was killed
    assert count(database) == 1  # this process still runs
    put = update(OWNERS).values(process=2**22 + 1)
    database.run_here(lambda c: c.execute(put))
    assert count(database) == 0
    owner.begin()
    assert count(database) == 1
    (row,) = database.run_here(lambda c: c.execute(select(OWNERS.c.owner)).all())
    assert row.owner == owner.me
    database.run_here(lambda c: c.execute(update(OWNERS).values(beat=0.0)))
    owner.beat()
    assert count(database) == 1
    owner.end()
    assert count(database) == 0


def test_a_worker_whose_first_sign_of_life_fails_leaves_the_lock(database, monkeypatch):
    def refuse(*_arguments, **_options):
        raise DatabaseError("gone")

    with monkeypatch.context() as patch:
        patch.setattr(database, "run_here", refuse)
        with pytest.raises(DatabaseError):
            Owners(database, list).begin()
    owner = Owners(database, list)
    owner.begin()
    owner.end()


def test_a_second_name_of_the_same_sqlite_file_is_the_same_file(database, path):
    first = Owners(database, list)
    first.begin()
    other = path.parent / "other.sqlite"
    other.symlink_to(path)
    linked = open_database(other)
    with pytest.raises(BusyError):
        Owners(linked, list).begin()
    first.end()
    linked.close()


async def test_a_worker_whose_lock_was_removed_creates_nothing_any_more(database, path):
    first, second = Owners(database, list), Owners(database, list)
    first.begin()
    first.check_lease()
    lock = path.parent / f"{path.name}.lock"
    lock.unlink()
    assert not first.is_fresh()
    second.begin()
    assert second.is_fresh()
    assert not first.is_fresh()
    with pytest.raises(LostLeaseError, match="was removed"):
        await first.fresh()
    first.end()
    second.end()


def test_a_lock_that_is_removed_while_it_is_taken_is_taken_anew(database, path, monkeypatch):
    lock, flock, taken = path.parent / f"{path.name}.lock", file_lock.fcntl.flock, []

    def removed(descriptor, how):
        flock(descriptor, how)
        taken.append(descriptor)
        if len(taken) == 1:
            lock.unlink()

    monkeypatch.setattr(file_lock.fcntl, "flock", removed)
    owner = Owners(database, list)
    owner.begin()
    assert len(taken) == 2
    assert owner.is_fresh()
    owner.end()
