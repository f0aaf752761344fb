"""What a person decides about the recordings of a batch: to cancel, to go on, to try again.

All functions run inside a transaction, and give how many rows they changed.
"""

from sqlalchemy import Connection, and_, null, or_, select, update

from assemblyai_tools.batch.tables import RECORDINGS

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


KEPT = ("results", "service")
"""Problems after which a job that exists is gone on with."""


def retry(connection: Connection, batch: str, problem: str | None = None) -> int:
    """Failed -> new, or -> created where the job exists and did not fail itself; gives how many."""
    failed = and_(R.batch == batch, R.state == "failed", *([R.problem == problem] if problem else []))
    again = {"problem": null(), "message": null(), "ended": null(), "attempt": R.attempt + 1}
    exists = and_(R.transcript_id.is_not(None), R.problem.in_(KEPT))
    going_on = connection.execute(
        update(RECORDINGS).where(failed, exists).values(state="created", **again)
    ).rowcount
    anew = update(RECORDINGS).where(failed)
    anew = anew.values(state="new", upload_url=null(), sent=null(), transcript_id=null(), **again)
    return going_on + connection.execute(anew).rowcount


def is_sent(connection: Connection, batch: str) -> bool:
    """Whether a job of this batch may exist."""
    sent = or_(R.state.in_(("creating", "created", "completed", "done")), R.transcript_id.is_not(None))
    return connection.execute(select(R.number).where(R.batch == batch, sent).limit(1)).first() is not None
