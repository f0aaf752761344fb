import pytest

from assemblyai_emulator.store import schema


def test_a_second_start_changes_nothing(connection, put):
    put("a")
    schema.migrate(connection)
    assert connection.execute("SELECT count(*) FROM transcripts").fetchone()[0] == 1
    assert connection.execute("PRAGMA user_version").fetchone()[0] == schema.VERSION


def test_data_of_a_newer_emulator_is_left_alone(connection):
    connection.execute("PRAGMA user_version = 99")
    with pytest.raises(RuntimeError, match="newer emulator"):
        schema.migrate(connection)


@pytest.mark.parametrize("condition", ["", "AND status = 'completed'"])
def test_a_page_is_found_by_its_index(connection, condition):
    plan = connection.execute(
        "EXPLAIN QUERY PLAN SELECT id FROM transcripts WHERE account = 'a' AND (created, id) < (5, 'x') "
        f"{condition} ORDER BY created DESC, id DESC LIMIT 10"
    ).fetchall()
    assert [row["detail"].split()[0] for row in plan] == ["SEARCH"]
    assert "USING INDEX" in plan[0]["detail"] or "USING COVERING INDEX" in plan[0]["detail"]
