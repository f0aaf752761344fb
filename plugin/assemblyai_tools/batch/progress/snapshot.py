"""How far a batch is, over all machines: a few figures that one query gives."""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, Row, case, func, select

from assemblyai_tools.batch.owners import living
from assemblyai_tools.batch.prices import Prices
from assemblyai_tools.batch.tables import BATCHES, RECORDINGS
from assemblyai_tools.errors import InvalidArgumentsError
from assemblyai_tools.text import count, flat, shorten, span, without_secrets

_WINDOW = 300.0
"""Seconds before now from which the rate is taken."""

_HOUR = 3600

Standing: TypeAlias = Literal["waiting", "working", "stopped", "held", "cancelled", "ended"]
"""waiting: no recording was begun. working: a worker is at it. stopped: it can be gone on with. held: what is left
would exceed a maximum. cancelled: what is left is not sent. ended: nothing is left."""

_UNKNOWN = "unknown"
"""The kind of a failure without one."""

_LONGEST = 300
"""Characters of a message that a line shows."""

_RUNNING = ("creating", "created", "completed")
"""The states of a recording that is being worked on, or may be billed."""


@dataclass(frozen=True, slots=True)
class Example:
    """A recording that failed."""

    name: str
    message: str
    """Why, on one line."""


@dataclass(slots=True)
class Snapshot:
    """How far a batch is."""

    batch: str
    state: str
    """open or cancelled, as it was decided; `standing` says what that comes to."""
    total: int = 0
    done: int = 0
    running: int = 0
    waiting: int = 0
    failed: int = 0
    held: int = 0
    """Not sent, as it would exceed the batch's maximum."""
    cancelled: int = 0
    problems: dict[str, int] = field(default_factory=dict[str, int])
    """How many failed, by the kind of what went wrong."""
    examples: dict[str, Example] = field(default_factory=dict[str, Example])
    """The first that failed of each kind."""
    left_out: dict[str, int] = field(default_factory=dict[str, int])
    """How many of what was given could not be in the batch, by the kind of fault. They are not in `total`."""
    hours_done: float = 0.0
    """Hours of audio that are transcribed. The same content twice counts once, as it is transcribed once."""
    hours_known: float = 0.0
    """Hours of audio of all recordings whose length is known."""
    unknown_lengths: int = 0
    """Recordings whose length is not known yet."""
    cost_done: float = 0.0
    """USD for what is transcribed, an estimate."""
    cost_known: float = 0.0
    """USD for all recordings whose length is known, an estimate."""
    prices_of: str = ""
    """The day of the prices."""
    per_minute: float = 0.0
    """Recordings that were done in a minute, over the last minutes of work; 0 if nothing works on them."""
    remaining_seconds: float | None = None
    """None if nothing is left, or if nothing ended lately."""
    workers: int = 0
    """Processes that work on this database now."""

    @property
    def left(self) -> int:
        """Recordings that are to be worked on yet."""
        return self.running + self.waiting

    @property
    def standing(self) -> Standing:
        """How the batch stands, in a word."""
        if not self.left:
            return "cancelled" if self.cancelled else "held" if self.held else "ended"
        if self.state == "cancelled":
            return "cancelled"
        if self.workers:
            return "working"
        return "waiting" if self.waiting == self.total else "stopped"

    def as_json(self) -> str:
        """One line; `state` is the standing."""
        return json.dumps({**asdict(self), "state": self.standing, "left": self.left})

    def as_line(self) -> str:
        """The same for people, in a line."""
        told = [f"{self.done:,} of {self.total:,} done"]
        told += [f"{number:,} {name}" for name in _OTHERS if (number := getattr(self, name))]
        told += [f"{sum(self.left_out.values()):,} left out"] if self.left_out else []
        hours = f"{length(self.hours_done)} of {length(self.hours_known)}"
        if self.unknown_lengths:
            hours += f" and {count(self.unknown_lengths, 'recording')} of unknown length"
        cost = f"about {usd(self.cost_done)} of {usd(self.cost_known)}"
        pace = [f"{self.per_minute:,.0f} a minute"] if self.per_minute else []
        if self.remaining_seconds is not None:
            pace.append(f"about {span(round(self.remaining_seconds) * 1000)} left")
        return "; ".join([f"{self.batch}: {', '.join(told)}", hours, cost, *pace])

    def failures(self) -> list[str]:
        """A line about each kind of failure, with the first recording that it met."""
        lines: list[str] = []
        for kind, number in sorted(self.problems.items()):
            told = f"failed: {number:,} {kind}"
            if one := self.examples.get(kind):  # it may have failed between the two queries
                told += f", {'such as ' if number > 1 else ''}{one.name}: {one.message}"
            lines.append(told)
        return lines


_OTHERS = ("running", "waiting", "failed", "held", "cancelled")
"""What a line tells of recordings that are not done."""


def length(hours: float) -> str:
    """Hours of audio for people: 12.3 min, 1,204.5 h."""
    return f"{hours:,.1f} h" if hours >= 1 else f"{hours * 60:.1f} min"


def usd(amount: float) -> str:
    """An amount for people, with the small ones told apart: $1,204.50, $0.0042."""
    return f"${amount:,.2f}" if amount >= 1 or not amount else f"${amount:.4f}"


def snapshot(connection: Connection, batch: str, now: float) -> Snapshot:
    """How far a batch is at `now` (the database's clock, Unix seconds).

    Raises an InvalidArgumentsError if there is no such batch.
    """
    about = connection.execute(select(BATCHES).where(BATCHES.c.name == batch)).one_or_none()
    if about is None:
        raise InvalidArgumentsError(f"There is no batch {batch!r} in this database.")
    prices, options = Prices.from_json(about.prices), json.loads(about.options)
    found = Snapshot(batch, about.state, prices_of=prices.date)
    found.left_out = json.loads(about.outputs).get("left_out", {})
    groups = connection.execute(_groups(batch, now)).all()
    # In one order on every database: sums of floats depend on it.
    for group in sorted(groups, key=lambda one: (one.state, one.problem or "", one.options or "")):
        _add(found, group, prices.per_hour({**options, **json.loads(group.options or "{}")}))
    if found.problems:
        found.examples = _examples(connection, batch)
    found.workers = living(connection, now)
    if found.left and found.workers:
        _add_pace(found, groups, now)
    return found


def _add_pace(found: Snapshot, groups: Sequence[Row[Any]], now: float) -> None:
    """How fast it goes: what was done lately, in the time since the first of it was sent."""
    done = sum(group.done_lately for group in groups)
    began = min((group.began for group in groups if group.began is not None), default=now)
    if done:
        found.per_minute = done / min(_WINDOW, max(1.0, now - began)) * 60
        found.remaining_seconds = found.left / found.per_minute * 60


def _examples(connection: Connection, batch: str) -> dict[str, Example]:
    """The first recording that failed of each kind."""
    rows = RECORDINGS.c
    kind = func.coalesce(rows.problem, _UNKNOWN)
    failed = (rows.batch == batch) & (rows.state == "failed")
    first = select(func.min(rows.number)).where(failed).group_by(kind)
    query = select(kind, rows.name, rows.message).where(rows.batch == batch, rows.number.in_(first))
    return {
        kind: Example(flat(name), shorten(flat(without_secrets(message or "")), _LONGEST))
        for kind, name, message in connection.execute(query)
    }


def _groups(batch: str, now: float) -> Any:
    """Recordings by state, kind of problem and options: counts, and sums of seconds."""
    rows = RECORDINGS.c
    billed = case((rows.same_as.is_(None), rows.seconds), else_=0.0)
    lately = (rows.state == "done") & (rows.ended > now - _WINDOW)
    return (
        select(
            rows.state,
            rows.problem,
            rows.options,
            func.count().label("recordings"),
            func.count(rows.seconds).label("known"),
            func.coalesce(func.sum(billed), 0.0).label("seconds"),
            func.sum(case((lately, 1), else_=0)).label("done_lately"),
            func.min(case((lately, func.coalesce(rows.sent, rows.ended)))).label("began"),
        )
        .where(rows.batch == batch)
        .group_by(rows.state, rows.problem, rows.options)
    )


def _add(found: Snapshot, group: Row[Any], per_hour: float) -> None:
    """Add the recordings of one state, kind of problem and options."""
    number: int = group.recordings
    hours = float(group.seconds) / _HOUR
    name = "running" if group.state in _RUNNING else "waiting" if group.state == "new" else group.state
    setattr(found, name, getattr(found, name) + number)
    found.total += number
    if group.state == "failed":
        kind = group.problem or _UNKNOWN
        found.problems[kind] = found.problems.get(kind, 0) + number
    found.unknown_lengths += number - group.known
    found.hours_known += hours
    found.cost_known += hours * per_hour
    if group.state in {"completed", "done"}:
        found.hours_done += hours
        found.cost_done += hours * per_hour
