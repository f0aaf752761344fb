import os
import sqlite3
import stat
import threading

import anyio
import pytest

from assemblyai_emulator.errors import SetupError, StorageError
from assemblyai_emulator.store import database as module
from assemblyai_emulator.store.database import Database


@pytest.fixture
async def database(tmp_path):
    database = Database(tmp_path / "test.sqlite3")
    await database.open()
    yield database
    await database.close()


def count(connection) -> int:
    return connection.execute("SELECT count(*) FROM uploads").fetchone()[0]


async def test_all_work_runs_on_one_other_thread(database):
    first = await database.run(lambda _: threading.get_ident())
    assert first == await database.run(lambda _: threading.get_ident())
    assert first != threading.get_ident()


async def test_work_that_raises_is_rolled_back(database):
    def failing(connection):
        connection.execute("INSERT INTO uploads VALUES ('a', 'me', 1)")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.run(failing)
    assert await database.run(count) == 0


async def test_arguments_are_passed_on(database):
    assert await database.run(lambda _, one, two: one + two, 1, two=2) == 3


async def test_data_survives_a_restart(tmp_path, database):
    await database.run(
        lambda connection: connection.execute("INSERT INTO uploads VALUES ('a', 'me', 1)") and None
    )
    again = Database(tmp_path / "test.sqlite3")
    await again.open()
    assert await again.run(count) == 1
    assert await again.run(lambda one: one.execute("PRAGMA journal_mode").fetchone()[0]) == "wal"
    await again.close()


@pytest.mark.parametrize("umask", [0o000, 0o022])
async def test_its_files_are_private_whatever_the_umask(tmp_path, umask):
    (tmp_path / "old.sqlite3").touch(0o644)
    before = os.umask(umask)
    try:
        for name in ("old.sqlite3", "new.sqlite3"):
            database = Database(tmp_path / name)
            await database.open()
            await database.run(lambda connection: connection.execute("DELETE FROM uploads") and None)
            modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in tmp_path.glob(f"{name}*")}
            assert modes == {f"{name}{suffix}": 0o600 for suffix in ("", "-wal", "-shm")}
            await database.close()
    finally:
        os.umask(before)


async def test_a_file_that_is_not_a_database_is_a_setup_error(tmp_path):
    (tmp_path / "test.sqlite3").write_bytes(b"no database" * 100)
    for path in (tmp_path / "test.sqlite3", tmp_path / "missing" / "test.sqlite3"):
        database = Database(path)
        with pytest.raises(SetupError, match=r"cannot be used .+ Choose another --data-dir"):
            await database.open()
        await database.close()


async def test_data_of_a_newer_emulator_is_a_setup_error_that_says_so(tmp_path):
    with sqlite3.connect(tmp_path / "test.sqlite3") as connection:
        connection.execute("PRAGMA user_version = 99")
    connection.close()
    database = Database(tmp_path / "test.sqlite3")
    with pytest.raises(SetupError, match="newer emulator"):
        await database.open()
    await database.close()


async def test_a_database_that_is_not_open_is_an_error(tmp_path):
    database = Database(tmp_path / "never.sqlite3")
    with pytest.raises(RuntimeError, match="not open"):
        await database.run(count)
    await database.close()


LARGE = "x" * 100_000


def fill(connection) -> None:
    """From now on, the database cannot grow, as if the disk were full."""
    connection.execute("PRAGMA max_page_count = 1")


def free(connection) -> None:
    connection.execute("PRAGMA max_page_count = 1000000")


def add(connection, upload_id: str) -> None:
    connection.execute("INSERT INTO uploads VALUES (?, 'me', 1)", (upload_id,))


async def test_a_full_disk_is_reported_and_changes_nothing(database):
    await database.run(fill)
    with pytest.raises(StorageError, match="disk is full") as caught:
        await database.run(add, LARGE)
    assert caught.value.status == 507
    assert await database.run(count) == 0
    await database.run(free)
    await database.run(add, LARGE)
    assert await database.run(count) == 1


async def test_a_read_only_disk_is_reported(database):
    await database.run(lambda connection: connection.execute("PRAGMA query_only = 1") and None)
    with pytest.raises(StorageError, match="readonly") as caught:
        await database.run(add, "a")
    assert caught.value.status == 503


async def test_what_cannot_be_stored_is_tried_again_until_there_is_space(database, monkeypatch):
    monkeypatch.setattr(module, "_LONGEST_PAUSE", 0.001)
    tries = []

    def adding(connection):
        tries.append(1)
        if len(tries) == 20:
            free(connection)
        add(connection, LARGE)

    await database.run(fill)
    with anyio.fail_after(10):
        await database.run_when_possible(adding)
    assert len(tries) == 20
    assert await database.run(count) == 1


async def test_deleted_data_that_cannot_be_overwritten_now_is_overwritten_later(tmp_path, database):
    class Failing:
        def __getattr__(self, name):
            raise failure

    failure = sqlite3.OperationalError("disk I/O error")
    failure.sqlite_errorcode = sqlite3.SQLITE_IOERR
    await database.run(add, LARGE)
    await database.run(lambda connection: connection.execute("DELETE FROM uploads") and None)
    connection, database._connection = database._connection, Failing()
    await database.erase_deleted()
    database._connection = connection
    log = tmp_path / "test.sqlite3-wal"
    assert b"xxxx" in log.read_bytes()
    await database.run(count)
    assert log.read_bytes() == b""
    assert b"xxxx" not in (tmp_path / "test.sqlite3").read_bytes()
