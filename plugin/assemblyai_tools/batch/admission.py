"""Whether a recording may be begun: asked before it is uploaded, as that takes long, and decided again after it."""

from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, and_, bindparam, select, update

from assemblyai_tools.batch import records
from assemblyai_tools.batch.recording import Recording
from assemblyai_tools.batch.records import Price
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

B, R = BATCHES.c, RECORDINGS.c

Admitted: TypeAlias = Literal["begin", "wait", "no"]
"""Begin it now; wait until it is known how long those are that are being transcribed; or it is nothing to begin."""

OVER = "It would exceed the batch's maximum (--max-hours, --max-cost), so nothing was sent."
"""The message of a row that is held."""

OVER_AS_ASSUMED = (
    "Its length is not known, and with the length that is assumed (--assume-minutes) it would exceed the batch's "
    "maximum (--max-hours, --max-cost), so nothing was sent."
)
"""The same, of a recording of unknown length."""

_NEW = and_(R.batch == bindparam("b"), R.number == bindparam("n"), R.state == "new")
_END = update(RECORDINGS).where(_NEW)
_CANCEL = _END.values(state="cancelled")
_ROOM = select(B.name).where(B.name == bindparam("b"), *records.room(bindparam("h"), bindparam("c")))
_HOLD = _END.where(~_ROOM.exists()).values(state="held", problem="limit", message=bindparam("why"))
_UNKNOWN = (
    select(R.number)
    .where(R.batch == bindparam("b"), R.state.in_(("creating", "created")), R.seconds.is_(None))
    .limit(1)
)
"""A recording that has more reserved than it takes, perhaps."""


def admit(connection: Connection, row: Recording, price: Price) -> Admitted:
    """New -> cancelled if the batch is, new -> held if it would exceed the maximum; or it may be begun, or waits."""
    if records.get(connection, row.batch, row.number).state != "new":
        return "no"
    this = {"b": row.batch, "n": row.number}
    batch = connection.execute(_batch(row.batch, price)).one()
    if batch.state != "open":
        connection.execute(_CANCEL, this)
        return "no"
    if batch.fits:
        return "begin"
    if connection.execute(_UNKNOWN, {"b": row.batch}).first():
        return "wait"
    why = OVER if row.seconds is not None else OVER_AS_ASSUMED
    held = connection.execute(_HOLD, {**this, "why": why, "h": price.hours, "c": price.cost})
    return (
        "no" if held.rowcount else "wait"
    )  # the last of them has ended just now, and was shorter than assumed


def _batch(batch: str, price: Price) -> Any:
    """The batch's state, and whether there is room for this."""
    fits = and_(*records.room(price.hours, price.cost)).label("fits")
    return select(B.state, fits).where(B.name == batch)
