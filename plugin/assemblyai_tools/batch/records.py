"""How a recording's row may change: each change is a compare-and-set, which one of several workers wins.

All functions run inside a transaction, which may be repeated if the database was lost: a change that was made already
by the same owner counts as won.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from sqlalchemy import (
    ColumnElement,
    Connection,
    and_,
    bindparam,
    case,
    func,
    null,
    or_,
    select,
    update,
)

from assemblyai_tools.batch.recording import Recording, select_recordings
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS

R = RECORDINGS.c
B = BATCHES.c

Claimed: TypeAlias = Literal["creating", "full", "lost"]
"""What came of a claim: this owner creates the job, it would exceed the maximum, or another one was quicker."""

AT_WORK = ("new", "creating", "created", "completed")
"""The states of a recording on which there is something to do."""

_SLACK = 1e-9
"""What sums of hours and of money may differ by, as they are floats."""

_THIS = and_(R.batch == bindparam("b"), R.number == bindparam("n"))
"""One row."""

_ONE = select_recordings().where(_THIS)


@dataclass(frozen=True, slots=True)
class Price:
    """What a recording takes of a batch's maximum: hours, and money in the unit of the price table."""

    hours: float = 0.0
    cost: float = 0.0


def get(connection: Connection, batch: str, number: int) -> Recording:
    """A row as it is now."""
    return Recording(*connection.execute(_ONE, {"b": batch, "n": number}).one())


def to_work_on(connection: Connection, batch: str, first: int, last: int) -> list[Recording]:
    """The rows of a chunk on which there is something to do. A copy of another row waits for that one."""
    query = (
        select_recordings()
        .where(R.batch == batch, R.number.between(first, last), R.state.in_(AT_WORK))
        .where(or_(R.same_as.is_(None), R.state != "new"))
        .order_by(R.number)
    )
    return [Recording(*row) for row in connection.execute(query)]


def numbers_at_work(connection: Connection, batch: str) -> list[int]:
    """The numbers of the rows on which there is something to do."""
    query = select(R.number).where(R.batch == batch, R.state.in_(AT_WORK))
    query = query.where(or_(R.same_as.is_(None), R.state != "new"))
    return list(connection.execute(query).scalars())


def page(
    connection: Connection, batch: str, *, state: str | None = None, after: int = 0, limit: int = 1_000
) -> list[Recording]:
    """Rows in the order of their numbers, which are greater than `after`."""
    query = select_recordings().where(R.batch == batch, R.number > after)
    query = query.where(R.state == state) if state else query
    return [Recording(*row) for row in connection.execute(query.order_by(R.number).limit(limit))]


def counts(connection: Connection, batch: str) -> dict[str, int]:
    """How many rows are in each state that any is in."""
    query = select(R.state, func.count()).where(R.batch == batch).group_by(R.state)
    return {row[0]: row[1] for row in connection.execute(query)}


def is_open(connection: Connection, batch: str) -> bool:
    """Whether a batch's recordings may be sent."""
    return connection.execute(_IS_OPEN, {"b": batch}).first() is not None


def is_known(connection: Connection, transcript_id: str) -> bool:
    """Whether a job belongs to a recording already."""
    query = select(R.number).where(R.transcript_id == transcript_id).limit(1)
    return connection.execute(query).first() is not None


def room(hours: Any, cost: Any) -> tuple[ColumnElement[bool], ...]:
    """Conditions under which a batch has so much left of its maximum."""
    return (
        or_(B.max_hours.is_(None), B.reserved_hours + hours <= B.max_hours + _SLACK),
        or_(B.max_cost.is_(None), B.reserved_cost + cost <= B.max_cost + _SLACK),
    )


_IS_OPEN = select(B.name).where(B.name == bindparam("b"), B.state == "open")
_CLAIM = (
    update(RECORDINGS)
    .where(_THIS, R.state == "new", _IS_OPEN.exists())
    .values(state="creating", owner=bindparam("me"), upload_url=bindparam("url"), sent=bindparam("at"))
)
_RESERVE = (
    update(BATCHES)
    .where(B.name == bindparam("b"), *room(bindparam("h"), bindparam("c")))
    .values(
        reserved_hours=B.reserved_hours + bindparam("h"),
        reserved_cost=B.reserved_cost + bindparam("c"),
    )
)
_CHARGE = (
    update(BATCHES)
    .where(B.name == bindparam("b"))
    .values(
        reserved_hours=B.reserved_hours + bindparam("h"),
        reserved_cost=B.reserved_cost + bindparam("c"),
    )
)


def claim(connection: Connection, row: Recording, *, me: str, url: str, at: float, price: Price) -> Claimed:
    """New -> creating: from here on the job may exist. Within the batch's maximum only; otherwise it stays new."""
    this = {"b": row.batch, "n": row.number, "me": me}
    if not _won(connection, _CLAIM, {**this, "url": url, "at": at}):
        now = get(connection, row.batch, row.number)
        ours = (now.state, now.owner, now.upload_url, now.sent) == ("creating", me, url, at)
        return "creating" if ours else "lost"
    if _won(connection, _RESERVE, {"b": row.batch, "h": price.hours, "c": price.cost}):
        return "creating"
    connection.execute(_NOT_SENT, this)
    return "full"


_TAKE = (
    update(RECORDINGS)
    .where(_THIS, R.state == "creating", R.owner == bindparam("before"))
    .values(owner=bindparam("me"))
)


def take_over(connection: Connection, row: Recording, me: str) -> bool:
    """Make a row whose owner is dead one's own."""
    this = {"b": row.batch, "n": row.number}
    if _won(connection, _TAKE, {**this, "before": row.owner, "me": me}):
        return True
    now = get(connection, row.batch, row.number)
    return (now.state, now.owner) == ("creating", me)


_CREATED = (
    update(RECORDINGS)
    .where(_THIS, R.state == "creating", R.owner == bindparam("me"))
    .values(state="created", transcript_id=bindparam("id"))
)


def created(connection: Connection, row: Recording, me: str, transcript_id: str) -> bool:
    """Creating -> created: the job's id is known."""
    this = {"b": row.batch, "n": row.number}
    if _won(connection, _CREATED, {**this, "me": me, "id": transcript_id}):
        return True
    now = get(connection, row.batch, row.number)
    return now.transcript_id == transcript_id


_NOT_SENT = (
    update(RECORDINGS)
    .where(_THIS, R.state == "creating", R.owner == bindparam("me"))
    .values(
        state=case((_IS_OPEN.exists(), "new"), else_="cancelled"),
        owner=null(),
        upload_url=null(),
        sent=null(),
    )
)


def not_sent(connection: Connection, row: Recording, me: str, price: Price) -> None:
    """Creating -> new, or -> cancelled if the batch is: the job surely does not exist."""
    this = {"b": row.batch, "n": row.number}
    if _won(connection, _NOT_SENT, {**this, "me": me}):
        charge(connection, row.batch, Price(-price.hours, -price.cost))


_RENEWED = (
    update(RECORDINGS)
    .where(_THIS, R.state == "created", R.transcript_id == bindparam("id"))
    .values(state="new", owner=null(), upload_url=null(), sent=null(), transcript_id=null(), problem=null())
)


def renewed(connection: Connection, row: Recording) -> None:
    """Created -> new: the job is lost, and another one is wanted."""
    connection.execute(_RENEWED, {"b": row.batch, "n": row.number, "id": row.transcript_id})


_COMPLETED = (
    update(RECORDINGS)
    .where(_THIS, R.state == "created", R.transcript_id == bindparam("id"))
    .values(state="completed", seconds=bindparam("s"), problem=null())
)


def completed(connection: Connection, row: Recording, seconds: float | None, more: Price) -> None:
    """Created -> completed, with the length that was billed, and what that is more than was reserved."""
    this = {"b": row.batch, "n": row.number}
    won = _won(connection, _COMPLETED, {**this, "id": row.transcript_id, "s": seconds})
    if won and more != Price():
        charge(connection, row.batch, more)


_DONE = update(RECORDINGS).where(_THIS, R.state == "completed").values(state="done", ended=bindparam("at"))


def done(connection: Connection, row: Recording, at: float) -> None:
    """Completed -> done: all results are written."""
    connection.execute(_DONE, {"b": row.batch, "n": row.number, "at": at})


_FAILED = (
    update(RECORDINGS)
    .where(_THIS, R.state == bindparam("from"), func.coalesce(R.owner, "") == bindparam("me"))
    .values(
        state="failed",
        owner=null(),
        problem=bindparam("what"),
        message=bindparam("why"),
        ended=bindparam("at"),
    )
)


def failed(
    connection: Connection,
    row: Recording,
    *,
    problem: str,
    message: str,
    at: float,
    unbilled: Price,
    in_doubt: bool = False,
) -> bool:
    """-> failed, from the state and the owner that the row had. What is not billed is given back.

    If it is in doubt whether a job exists, the row keeps when it was sent, and a retry looks for the job.
    """
    change = _FAILED if in_doubt or row.transcript_id else _FAILED.values(sent=null())
    values = {"from": row.state, "me": row.owner or "", "what": problem, "why": message, "at": at}
    if not _won(connection, change, {"b": row.batch, "n": row.number, **values}):
        return False
    if unbilled != Price():
        charge(connection, row.batch, Price(-unbilled.hours, -unbilled.cost))
    return True


def charge(connection: Connection, batch: str, price: Price) -> None:
    """Add to what a batch has used of its maximum, whatever that is."""
    connection.execute(_CHARGE, {"b": batch, "h": price.hours, "c": price.cost})


def insert(connection: Connection, rows: Iterable[Recording]) -> None:
    """Add rows, at least one."""
    values = [{column.name: getattr(row, column.name) for column in RECORDINGS.c} for row in rows]
    connection.execute(RECORDINGS.insert(), values)


def _won(connection: Connection, change: Any, values: dict[str, Any]) -> bool:
    return connection.execute(change, values).rowcount == 1
