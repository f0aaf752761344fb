"""The transcripts as the page lists them: of one account or of all, newest first, and what is at work."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from assemblyai_emulator.errors import UnknownTranscriptError
from assemblyai_emulator.store.transcripts import Transcript, get

PAGE = 100
"""Recordings on a page of the list."""

_MOST_AT_WORK = 20
"""Recordings at work that are listed though they are on another page."""

_SELECT = (
    "SELECT id, status, deleted, created, completed, audio_url, upload_id, error, name"
    " FROM transcripts LEFT JOIN names ON transcript_id = id"
)


@dataclass(frozen=True, slots=True)
class Recording:
    """One row of the list. Times are microseconds since 1970. `name` is None until it is known, and for a URL."""

    id: str
    status: str
    deleted: bool
    created: int
    completed: int | None
    audio_url: str
    upload_id: str | None
    error: str | None
    name: str | None


@dataclass(frozen=True, slots=True)
class Page:
    """`counts` are the recordings of each status, and the "deleted" ones, on all pages."""

    recordings: list[Recording]
    has_older: bool
    counts: dict[str, int]


def page(connection: sqlite3.Connection, account: str | None, before: str | None) -> Page:
    """The newest recordings of an account, or of all; those older than `before`, if that is an id.

    Raises UnknownTranscriptError for an id that is not there.
    """
    conditions: list[str] = []
    values: list[str | int] = []
    if account is not None:
        conditions.append("account = ?")
        values.append(account)
    if before is not None:
        conditions.append("(created, id) < (?, ?)")
        values += _key(connection, account, before)
    where = f" WHERE {' AND '.join(conditions)}" if conditions else ""
    rows = connection.execute(f"{_SELECT}{where} ORDER BY created DESC, id DESC LIMIT {PAGE + 1}", values)
    found = [_recording(row) for row in rows]
    return Page(found[:PAGE], len(found) > PAGE, _counts(connection, account))


def at_work(
    connection: sqlite3.Connection, account: str | None, downloading: Iterable[str]
) -> list[Recording]:
    """The recordings that are being decoded, or whose ids are in `downloading`, oldest first; 20 at most."""
    ids = list(downloading)
    marks = ", ".join("?" * len(ids))
    whose = "" if account is None else " AND account = ?"
    rows = connection.execute(
        f"{_SELECT} WHERE status IN ('queued', 'processing') AND (status = 'processing' OR id IN ({marks})){whose}"
        f" ORDER BY created, id LIMIT {_MOST_AT_WORK}",
        (*ids, *(() if account is None else (account,))),
    )
    return [_recording(row) for row in rows]


def find(connection: sqlite3.Connection, transcript_id: str) -> Transcript:
    """The transcript with that id, of any account. Raises UnknownTranscriptError."""
    row = connection.execute("SELECT account FROM transcripts WHERE id = ?", (transcript_id,)).fetchone()
    if row is None:
        raise UnknownTranscriptError
    return get(connection, row["account"], transcript_id)


def _counts(connection: sqlite3.Connection, account: str | None) -> dict[str, int]:
    """An index holds all that this reads."""
    whose, values = ("", ()) if account is None else (" WHERE account = ?", (account,))
    statement = f"SELECT deleted, status, count(*) FROM transcripts{whose} GROUP BY deleted, status"  # noqa: S608 - constant texts
    counts: dict[str, int] = {}
    for deleted, status, count in connection.execute(statement, values):
        state = "deleted" if deleted else status
        counts[state] = counts.get(state, 0) + count
    return counts


def _key(connection: sqlite3.Connection, account: str | None, transcript_id: str) -> tuple[int, str]:
    row = connection.execute(
        "SELECT created, account FROM transcripts WHERE id = ?", (transcript_id,)
    ).fetchone()
    if row is None or account not in {None, row["account"]}:
        raise UnknownTranscriptError
    return row["created"], transcript_id


def _recording(row: sqlite3.Row) -> Recording:
    values: dict[str, Any] = dict(row)
    values["deleted"] = bool(values["deleted"])
    return Recording(**values)
