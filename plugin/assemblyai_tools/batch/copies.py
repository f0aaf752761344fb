"""Recordings with the same content and options: one is transcribed, and the others wait for what it comes to."""

from typing import Any

from sqlalchemy import Connection, and_, func, or_, select, update

from assemblyai_tools.batch.tables import RECORDINGS

R = RECORDINGS.c

_OF_THE_FILE = ("missing", "changed", "unreadable", "empty")
"""Problems of one file, which another one with the same content may not have."""


def has_copies(connection: Connection, batch: str) -> bool:
    """Whether any recording is a copy of another."""
    query = select(R.number).where(R.batch == batch, R.same_as.is_not(None)).limit(1)
    return connection.execute(query).first() is not None


def settle_copies(connection: Connection, batch: str, at: float) -> int:
    """What a recording came to, its copies come to as well: gives how many have something to do or have ended now.

    If it failed for its file, the next copy takes its place: its file has the same content. If it fails only while this
    runs, the next look does that.
    """
    promoted = _promote(connection, batch)
    first = RECORDINGS.alias("first")

    def of_first(name: str) -> Any:
        return (
            select(first.c[name]).where(first.c.batch == batch, first.c.number == R.same_as).scalar_subquery()
        )

    waits = and_(R.batch == batch, R.state == "new", R.same_as.is_not(None))
    written = connection.execute(
        update(RECORDINGS)
        .where(waits, of_first("state").in_(("completed", "done")))
        .values(state="completed", transcript_id=of_first("transcript_id"), seconds=of_first("seconds"))
    )
    over = connection.execute(
        update(RECORDINGS)
        .where(
            waits,
            of_first("state").in_(("failed", "held", "cancelled")),
            func.coalesce(of_first("problem"), "").not_in(_OF_THE_FILE),
        )
        .values(state=of_first("state"), problem=of_first("problem"), message=of_first("message"), ended=at)
    )
    return promoted + written.rowcount + over.rowcount


def _promote(connection: Connection, batch: str) -> int:
    """Have the first copy that waits for a recording whose file is bad be sent in its place; gives how many are."""
    first = RECORDINGS.alias("first")
    bad = (
        select(first.c.number, func.min(R.number))
        .join(RECORDINGS, and_(R.batch == first.c.batch, R.same_as == first.c.number, R.state == "new"))
        .where(first.c.batch == batch, first.c.state == "failed", first.c.problem.in_(_OF_THE_FILE))
        .group_by(first.c.number)
    )
    pairs = connection.execute(bad).all()
    for old, new in pairs:
        rest = update(RECORDINGS).where(R.batch == batch, or_(R.same_as == old, R.number == old))
        connection.execute(rest.values(same_as=new))
        connection.execute(update(RECORDINGS).where(R.batch == batch, R.number == new).values(same_as=None))
    return len(pairs)
