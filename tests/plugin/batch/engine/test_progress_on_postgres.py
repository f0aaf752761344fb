"""Progress and the report count the same on Postgres as on SQLite."""

from sqlalchemy import insert

from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.prices import Prices
from assemblyai_tools.batch.report.figures import figures
from assemblyai_tools.batch.report.page import html_report
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

ROWS = [
    *({"state": "done", "ended": 1000.0 + number * 0.7, "seconds": 12.0 * number} for number in range(90)),
    {"state": "failed", "ended": 1030.5, "problem": "missing", "message": "No such file."},
    {
        "state": "failed",
        "ended": 1060.0,
        "problem": "service",
        "options": '{"speaker_labels": true}',
        "seconds": 20_000.0,
    },
    {"state": "done", "ended": 1060.5, "same_as": 3, "seconds": 36.0},
    {"state": "created"},
    {"state": "new", "seconds": 5.0},
]


def figures_in(where):
    database = open_database(where)
    new = {"batch": "may", "is_file": True, "attempt": 0, "options": None, "seconds": None, "problem": None}
    new |= {"message": None, "same_as": None, "ended": None}
    batch = {"name": "may", "created": 1.0, "account": "a", "options": "{}", "outputs": "{}", "state": "open"}

    def fill(connection):
        connection.execute(insert(BATCHES).values(**batch, prices=Prices.listed().to_json()))
        for number, row in enumerate(ROWS, start=1):
            told = {"number": number, "source": f"/calls/{number}.mp3", "name": f"call-{number}"}
            connection.execute(insert(RECORDINGS).values(**{**new, **told, **row}))

    try:
        database.run_here(fill)
        with database.engine.connect() as connection:
            return figures(connection, "may", 1100.0)
    finally:
        database.close()


def test_the_figures_are_the_same(postgres, tmp_path):
    found = figures_in(postgres)
    assert found == figures_in(tmp_path / "batch.sqlite3")
    assert (found.now.done, found.now.failed, found.now.left) == (91, 2, 2)
    assert sum(done for done, _ in found.ended) == 91
    assert found.now.as_json()
    assert "91 recordings done and 2 failed" in html_report(found, 1100.0)
