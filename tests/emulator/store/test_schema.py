import sqlite3

import pytest

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.store import schema


def test_migrating_twice_changes_nothing(connection, put):
    put("a")
    schema.migrate(connection)
    assert connection.execute("SELECT count(*) FROM transcripts").fetchone()[0] == 1
    assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION


def test_the_database_of_a_newer_emulator_is_refused(connection):
    connection.execute("PRAGMA user_version = 99")
    with pytest.raises(SetupError, match="newer emulator"):
        schema.migrate(connection)


def test_an_older_database_is_migrated_and_keeps_its_data():
    old = sqlite3.connect(":memory:")
    old.row_factory = sqlite3.Row
    old.executescript(f"{schema._STEPS[0]} PRAGMA user_version = 1;")
    old.execute("INSERT INTO uploads VALUES ('kept', 'me', 1)")
    schema.migrate(old)
    assert old.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION
    assert old.execute("SELECT count(*) FROM uploads").fetchone()[0] == 1
    assert old.execute("SELECT count(*) FROM webhooks").fetchone()[0] == 0
    old.close()


@pytest.mark.parametrize("condition", ["", "AND status = 'completed'"])
def test_a_page_is_found_with_an_index(connection, condition):
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM transcripts WHERE account = 'a' AND (created, id) < (5, 'x') "
        f"{condition} ORDER BY created DESC, id DESC LIMIT 10"
    ).fetchall()
    assert [row["detail"].split()[0] for row in plan] == ["SEARCH"]
    assert "USING INDEX" in plan[0]["detail"] or "USING COVERING INDEX" in plan[0]["detail"]
