"""How a row takes a transcript that was ordered elsewhere on this machine, and gives it up. Both run in a transaction.

Such a row is never `sent`, by which it is known: it is not billed to the batch, and counts for no maximum.
"""

from sqlalchemy import Connection, null, select, update

from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

R, B = RECORDINGS.c, BATCHES.c


def reuse(connection: Connection, row: Recording, transcript_id: str) -> bool:
    """New -> created, with this transcript; gives whether row and batch were what they have to be."""
    is_open = select(B.name).where(B.name == row.batch, B.state == "open").exists()
    taken = update(RECORDINGS).where(R.batch == row.batch, R.number == row.number, R.state == "new", is_open)
    return connection.execute(taken.values(state="created", transcript_id=transcript_id)).rowcount == 1


def give_up(connection: Connection, row: Recording) -> bool:
    """Created -> new, if the transcript was ordered elsewhere; gives whether it was."""
    gone = update(RECORDINGS).where(
        R.batch == row.batch,
        R.number == row.number,
        R.state == "created",
        R.sent.is_(None),
        R.transcript_id == row.transcript_id,
    )
    return connection.execute(gone.values(state="new", transcript_id=null())).rowcount == 1
