import threading

import pytest

from assemblyai_emulator.store.database import Database


@pytest.fixture
async def database(tmp_path):
    database = Database(tmp_path / "test.sqlite3")
    await database.open()
    yield database
    await database.close()


def count(connection) -> int:
    return connection.execute("SELECT count(*) FROM uploads").fetchone()[0]


async def test_work_runs_on_one_other_thread(database):
    first = await database.run(lambda _: threading.get_ident())
    assert first == await database.run(lambda _: threading.get_ident())
    assert first != threading.get_ident()


async def test_work_that_raises_leaves_nothing_behind(database):
    def failing(connection):
        connection.execute("INSERT INTO uploads VALUES ('a', 'me', 1)")
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        await database.run(failing)
    assert await database.run(count) == 0


async def test_arguments_are_passed_on(database):
    assert await database.run(lambda _, one, two: one + two, 1, two=2) == 3


async def test_data_outlives_the_database(tmp_path, database):
    await database.run(
        lambda connection: connection.execute("INSERT INTO uploads VALUES ('a', 'me', 1)") and None
    )
    again = Database(tmp_path / "test.sqlite3")
    await again.open()
    assert await again.run(count) == 1
    assert await again.run(lambda one: one.execute("PRAGMA journal_mode").fetchone()[0]) == "wal"
    await again.close()


async def test_a_database_that_is_not_open_says_so(tmp_path):
    database = Database(tmp_path / "never.sqlite3")
    with pytest.raises(RuntimeError, match="not open"):
        await database.run(count)
    await database.close()
