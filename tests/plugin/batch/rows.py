"""Rows of a batch as the database would give them, and rows in a real database."""

from dataclasses import dataclass

from sqlalchemy import create_engine, insert

from assemblyai_tools.batch.tables import BATCHES, METADATA, RECORDINGS


@dataclass(frozen=True, kw_only=True)
class Row:
    """As much of a row as landing reads."""

    number: int = 1
    batch: str = "may"
    source: str = "/calls/a.mp3"
    name: str = "a"
    state: str = "completed"
    transcript_id: str | None = "t1"
    seconds: float | None = 12.5
    problem: str | None = None
    message: str | None = None


def database_of(*rows, name="may", **batch):
    """A database in memory with one batch of these rows; what a row does not say is as for a new one."""
    engine = create_engine("sqlite://")
    METADATA.create_all(engine)
    fixed = {
        "created": 1000.0,
        "account": "acc",
        "options": "{}",
        "outputs": "{}",
        "prices": "{}",
        "state": "open",
    }
    with engine.begin() as connection:
        connection.execute(insert(BATCHES), {"name": name, **fixed, **batch})
        for number, row in enumerate(rows, start=1):
            new = {
                "source": f"/calls/{number}.mp3",
                "is_file": True,
                "name": str(number),
                "state": "new",
                "attempt": 0,
            }
            connection.execute(insert(RECORDINGS), {"batch": name, "number": number, **new, **row})
    return engine
