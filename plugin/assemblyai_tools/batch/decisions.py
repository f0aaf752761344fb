"""What a person decides about the recordings of a batch: to cancel, to go on, to try again.

All functions run inside a transaction, and give how many rows they changed.
"""

from sqlalchemy import Connection, and_, null, or_, select, update

from assemblyai_tools.batch.records import AT_WORK
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

R = RECORDINGS.c


def release(connection: Connection, batch: str) -> int:
    """held, cancelled -> new; gives how many."""
    stopped = update(RECORDINGS).where(R.batch == batch, R.state.in_(("held", "cancelled")))
    return connection.execute(
        stopped.values(state="new", problem=null(), message=null(), ended=null())
    ).rowcount


def cancel(connection: Connection, batch: str) -> int:
    """new, held -> cancelled; gives how many."""
    waiting = update(RECORDINGS).where(R.batch == batch, R.state.in_(("new", "held")))
    return connection.execute(waiting.values(state="cancelled", problem=null(), message=null())).rowcount


LOST = "lost"
"""The problem of a recording whose transcript is not there any more: one that was paid for."""

KEPT = ("results", "service", LOST)
"""Problems after which a job that exists is gone on with."""

RETRIED = "retry"
"""The owner of a row that a person retries: no living one, so the next worker looks for its job first."""


def retry(connection: Connection, batch: str, problem: str | None = None) -> int:
    """Failed -> new; gives how many. Where a job exists, or may, it is gone on with, or looked for, first.

    One that is lost is read once more; it is ordered anew only if `problem` asks for just that. A batch that was
    cancelled is open again if anything is retried; what was cancelled stays so.
    """
    failed = and_(R.batch == batch, R.state == "failed", *([R.problem == problem] if problem else []))
    again = {"message": null(), "ended": null(), "attempt": R.attempt + 1}
    # The problem of a row that is to be ordered anew stays: if it is lost again, it is.
    kept = LOST if problem == LOST else null()
    exists = and_(R.transcript_id.is_not(None), R.problem.in_(KEPT))
    in_doubt = and_(R.transcript_id.is_(None), R.sent.is_not(None))
    cleared = {"upload_url": null(), "sent": null(), "transcript_id": null(), "problem": null()}
    changes = (
        update(RECORDINGS).where(failed, exists).values(state="created", problem=kept, **again),
        update(RECORDINGS)
        .where(failed, in_doubt)
        .values(state="creating", owner=RETRIED, problem=null(), **again),
        update(RECORDINGS).where(failed).values(state="new", **cleared, **again),
    )
    number = sum(connection.execute(change).rowcount for change in changes)
    if number:
        closed = update(BATCHES).where(BATCHES.c.name == batch, BATCHES.c.state == "cancelled")
        connection.execute(closed.values(state="open"))
    return number


def use_key(connection: Connection, batch: str, account: str) -> None:
    """Have the batch's jobs belong to this account. Nothing else is changed."""
    connection.execute(update(BATCHES).where(BATCHES.c.name == batch).values(account=account))


def is_over(connection: Connection, batch: str) -> bool:
    """Whether a batch was cancelled, and nothing is left of it to wait for."""
    state = connection.execute(select(BATCHES.c.state).where(BATCHES.c.name == batch)).scalar()
    left = select(R.number).where(R.batch == batch, R.state.in_(AT_WORK)).limit(1)
    return state == "cancelled" and connection.execute(left).first() is None


def is_sent(connection: Connection, batch: str) -> bool:
    """Whether a job of this batch may exist."""
    sent = or_(
        R.state.in_(("creating", "created", "completed", "done")),
        R.transcript_id.is_not(None),
        R.sent.is_not(None),  # failed, and in doubt
    )
    return connection.execute(select(R.number).where(R.batch == batch, sent).limit(1)).first() is not None
