"""The figures of a batch's report: counted by the database, so that no hundred thousand rows are read."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from sqlalchemy import Connection, Integer, case, cast, func, select

from assemblyai_tools.batch.progress.snapshot import Snapshot, snapshot
from assemblyai_tools.batch.tables import RECORDINGS

_STEPS = 60
"""Stretches of time for which the throughput is told, at most."""

_WIDTHS = (1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14400, 43200, 86400, 604_800)
"""Seconds that such a stretch may have."""

_MOST_FAILED = 200
"""Recordings that failed which are listed, at most."""

_EDGES = (0, 10, 30, 60, 120, 300, 600, 1200, 1800, 3600, 7200, 14400)
"""Where the ranges of lengths begin, in seconds."""

LENGTH_NAMES = (
    *("under 10 s", "10 to 30 s", "30 to 60 s", "1 to 2 min", "2 to 5 min", "5 to 10 min", "10 to 20 min"),
    *("20 to 30 min", "30 to 60 min", "1 to 2 h", "2 to 4 h", "over 4 h"),
)
"""The ranges of lengths, in words."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A recording that failed."""

    number: int
    name: str
    source: str
    problem: str
    message: str


@dataclass(frozen=True, slots=True)
class Figures:
    """What the report shows."""

    now: Snapshot
    began: float | None
    """When the first recording ended (Unix seconds); None if none has."""
    step: int
    """Seconds of a stretch of time."""
    ended: Sequence[tuple[int, int]]
    """For each stretch since the first recording ended: how many were done in it, and how many failed."""
    lengths: Sequence[int]
    """How many recordings there are in each range of lengths."""
    failed: Sequence[Failed]
    """The first of those that failed, in the order of the list."""


def figures(connection: Connection, batch: str, now: float) -> Figures:
    """What the report of a batch shows. Raises an InvalidArgumentsError if there is no such batch."""
    found = snapshot(connection, batch, now)
    rows = RECORDINGS.c
    over = select(func.min(rows.ended), func.max(rows.ended)).where(rows.batch == batch)
    began, last = connection.execute(over).one()
    step = _step(0.0 if began is None else last - began)
    return Figures(
        now=found,
        began=began,
        step=step,
        ended=() if began is None else _ended(connection, batch, began, step),
        lengths=_lengths(connection, batch),
        failed=_failed(connection, batch),
    )


def _step(seconds: float) -> int:
    longest = _WIDTHS[-1]
    fitting = (width for width in _WIDTHS if seconds / width < _STEPS)
    return next(fitting, longest * (int(seconds / longest / _STEPS) + 1))


def _ended(connection: Connection, batch: str, began: float, step: int) -> Sequence[tuple[int, int]]:
    rows = RECORDINGS.c
    at = (rows.ended - began) / step
    # A cast rounds on Postgres, and not every SQLite knows floor.
    stretch = cast(at if connection.dialect.name == "sqlite" else func.floor(at), Integer)
    query = (
        select(
            stretch.label("stretch"),
            func.sum(case((rows.state == "done", 1), else_=0)),
            func.sum(case((rows.state == "failed", 1), else_=0)),
        )
        .where(rows.batch == batch, rows.ended.is_not(None))
        .group_by("stretch")
    )
    counted = {number: (done, failed) for number, done, failed in connection.execute(query)}
    return [counted.get(number, (0, 0)) for number in range(max(counted) + 1)]


def _lengths(connection: Connection, batch: str) -> Sequence[int]:
    seconds = RECORDINGS.c.seconds
    ranges: list[Any] = [(seconds >= low) & (seconds < high) for low, high in pairwise(_EDGES)]
    ranges.append(seconds >= _EDGES[-1])
    sums = [func.coalesce(func.sum(case((one, 1), else_=0)), 0) for one in ranges]
    return list(connection.execute(select(*sums).where(RECORDINGS.c.batch == batch)).one())


def _failed(connection: Connection, batch: str) -> Sequence[Failed]:
    rows = RECORDINGS.c
    query = (
        select(rows.number, rows.name, rows.source, rows.problem, rows.message)
        .where(rows.batch == batch, rows.state == "failed")
        .order_by(rows.number)
        .limit(_MOST_FAILED)
    )
    return [
        Failed(number, name, source, problem or "unknown", message or "")
        for number, name, source, problem, message in connection.execute(query)
    ]
