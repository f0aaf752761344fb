"""The recordings of a batch: one to start with, how they stand, and how an earlier process left them."""

from sqlalchemy import update
from tests.plugin.batch.engine.conftest import NAME

from assemblyai_tools.batch.tables import RECORDINGS

URL = "https://example.com/a.mp3"
"""A recording that the service fetches by itself."""


def states(batch):
    """The state of each recording, and the problem that it has."""
    return [(row.state, row.problem) for row in batch.rows()]


def put(batch, number, **columns):
    """Leave a row as an earlier process did."""
    change = update(RECORDINGS).where(RECORDINGS.c.batch == NAME, RECORDINGS.c.number == number)
    batch.database.run_here(lambda c: c.execute(change.values(**columns)))
