"""The database of batches: how it is opened, what is done in one transaction, and what happens when it fails."""

import asyncio
import sqlite3
import stat
from dataclasses import dataclass

import pytest
from sqlalchemy import create_engine, event, insert, select, update
from sqlalchemy.exc import IntegrityError, InvalidRequestError, OperationalError
from sqlalchemy.pool import StaticPool

from assemblyai_tools.batch.database import Database, open_database
from assemblyai_tools.batch.database_errors import DatabaseError
from assemblyai_tools.batch.tables import METADATA, RATES, SCHEMA_NUMBER

ROW = {"account": "a", "next_at": 0.0, "quiet_until": 0.0}


def add(account):
    return lambda connection: connection.execute(insert(RATES).values(**{**ROW, "account": account}))


def accounts(connection):
    return list(connection.execute(select(RATES.c.account).order_by(RATES.c.account)).scalars())


@pytest.mark.parametrize("form", ["{}", "sqlite:///{}"])
def test_a_path_or_an_sqlite_url_is_a_file_that_only_its_owner_reads(path, form):
    database = open_database(form.format(path))
    assert database.path == path
    assert not database.is_shared
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert str(path) in str(database)
    assert database.run_here(accounts) == []
    database.close()


def test_a_database_that_is_neither_sqlite_nor_postgres_is_refused():
    with pytest.raises(DatabaseError, match="neither SQLite nor Postgres") as refused:
        open_database("mysql://root:secret@host/db")
    assert "postgresql://" in str(refused.value)
    assert "secret" not in str(refused.value)


def test_an_address_that_cannot_be_read_is_not_repeated():
    with pytest.raises(DatabaseError, match="that was named cannot be opened"):
        open_database("postgres//:what://ever:x@")


def test_a_file_that_is_no_database_is_refused(path):
    path.parent.mkdir()
    path.write_text("These are notes, and no database at all." * 100)
    with pytest.raises(DatabaseError, match="file is not a database"):
        open_database(path)


def test_a_folder_that_cannot_be_made_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(DatabaseError, match="cannot be opened"):
        open_database(tmp_path / "file" / "batch.sqlite")


def test_tables_of_another_version_are_left_alone(path):
    database = open_database(path)
    database.run_here(lambda connection: connection.execute(update(SCHEMA_NUMBER).values(number=99)))
    database.close()
    with pytest.raises(DatabaseError, match="its tables have number 99"):
        open_database(path)


async def test_what_is_asked_at_the_same_time_is_one_transaction(database):
    begun = []
    event.listen(database.engine, "begin", lambda _connection: begun.append(1))
    await asyncio.gather(*(database.run(add(name)) for name in "abcdef"))
    assert len(begun) <= 2
    assert await database.run(accounts) == list("abcdef")


async def test_one_that_fails_is_not_the_others_fault(database):
    outcomes = await asyncio.gather(
        database.run(add("a")),
        database.run(add("b")),
        database.run(add("a")),
        database.run(add("c"), alone=True),
        return_exceptions=True,
    )
    assert [type(one).__name__ for one in outcomes].count("IntegrityError") == 1
    assert isinstance(outcomes[2], IntegrityError)
    assert await database.run(accounts) == ["a", "b", "c"]


async def test_what_is_cancelled_is_done_all_the_same_and_disturbs_nobody(database):
    asked = asyncio.ensure_future(database.run(add("a")))
    await asyncio.sleep(0)
    asked.cancel()
    assert await database.run(accounts) == ["a"]
    failing = asyncio.ensure_future(database.run(add("a")))
    await asyncio.sleep(0)
    failing.cancel()
    assert await database.run(accounts) == ["a"]


def test_an_event_loop_that_has_ended_disturbs_nobody(database):
    async def leave():
        asked = asyncio.ensure_future(database.run(add("a")))
        await asyncio.sleep(0)
        asked.cancel()

    asyncio.run(leave())
    assert asyncio.run(database.run(accounts)) == ["a"]


async def test_closing_ends_after_what_was_asked(path):
    database = open_database(path)
    asked = [asyncio.ensure_future(database.run(add(name))) for name in "ab"]
    await asyncio.sleep(0)
    closing = asyncio.ensure_future(asyncio.to_thread(database.close))
    await asyncio.gather(*asked, closing)
    again = open_database(path)
    assert again.run_here(accounts) == ["a", "b"]
    again.close()


def failing(database, error, times=10**6):
    """Have the next transactions fail."""
    left = [times]

    def work(connection):
        if left[0]:
            left[0] -= 1
            raise error
        return accounts(connection)

    return work


def locked(message="database is locked"):
    return OperationalError("SELECT 1", {}, sqlite3.OperationalError(message))


async def test_a_database_that_goes_away_is_waited_for_with_a_clear_line(path):
    lines, pauses = [], []
    database = open_database(path, trouble=lines.append, pause=pauses.append)
    assert await database.run(failing(database, locked(), times=3)) == []
    assert lines == [f"The database {path} does not answer (database is locked); waiting for it."]
    assert pauses == [1.0] * 3
    database.close()


async def test_a_database_that_stays_away_ends_the_work_with_a_clear_error(path):
    database = open_database(path, trouble=lambda _line: None, pause=lambda _seconds: None, patience=5)
    with pytest.raises(DatabaseError, match="has not answered for 5 s"):
        await database.run(failing(database, locked()))
    with pytest.raises(DatabaseError, match="does not answer"):
        database.run_here(failing(database, locked()), patience=0.0)
    database.close()


async def test_a_full_disk_ends_the_work_at_once(database):
    with pytest.raises(DatabaseError, match="its disk is full"):
        await database.run(failing(database, locked("database or disk is full")))
    assert await database.run(accounts) == []


def test_a_disk_that_is_really_full_loses_nothing(database):
    database.run_here(add("a"))
    with database.engine.connect() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    event.listen(
        database.engine,
        "begin",
        lambda connection: connection.exec_driver_sql(f"PRAGMA max_page_count={pages}"),
    )
    with pytest.raises(DatabaseError, match="its disk is full"):
        database.run_here(add("b" * 100_000))
    assert database.run_here(accounts) == ["a"]


@dataclass
class _PostgresError(Exception):
    """What a driver of Postgres raises."""

    sqlstate: str


@pytest.fixture
def shared():
    """A database that several machines use, as far as the code can tell: it is in memory."""
    engine = create_engine("sqlite://", poolclass=StaticPool, connect_args={"check_same_thread": False})
    METADATA.create_all(engine)
    lines = []
    database = Database(engine, None, trouble=lines.append, pause=lambda _seconds: None)
    database.lines = lines
    yield database
    database.close()


def test_two_transactions_that_wait_for_each_other_are_repeated_without_a_word(shared):
    error = OperationalError("UPDATE", {}, _PostgresError("40P01"))
    assert shared.run_here(failing(shared, error, times=2)) == []
    assert shared.lines == []


def test_a_server_that_restarts_is_waited_for(shared):
    error = OperationalError("UPDATE", {}, _PostgresError("57P01"))
    assert shared.run_here(failing(shared, error, times=2)) == []
    assert len(shared.lines) == 1
    broken = IntegrityError("UPDATE", {}, _PostgresError("23505"), connection_invalidated=True)
    assert shared.run_here(failing(shared, broken, times=1)) == []
    with pytest.raises(IntegrityError):
        shared.run_here(failing(shared, IntegrityError("UPDATE", {}, _PostgresError("23505"))))


def test_an_error_that_is_not_the_databases_is_raised(database):
    with pytest.raises(InvalidRequestError):
        database.run_here(failing(database, InvalidRequestError("x")))


def test_a_value_that_reads_like_a_full_disk_is_none(database):
    error = OperationalError(
        "UPDATE", {"message": "No space left on device"}, sqlite3.OperationalError("no such column")
    )
    with pytest.raises(OperationalError):
        database.run_here(failing(database, error))
