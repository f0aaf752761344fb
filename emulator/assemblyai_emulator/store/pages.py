"""Keyset pagination of an account's transcripts, newest first."""

import sqlite3
from dataclasses import dataclass
from datetime import date

from assemblyai_emulator.errors import UnknownTranscriptError
from assemblyai_emulator.store import timestamps


@dataclass(frozen=True, slots=True)
class PageQuery:
    """The parameters of a list request. `before_id` asks for older transcripts, `after_id` for newer ones."""

    limit: int = 10
    status: str | None = None
    created_on: date | None = None
    before_id: str | None = None
    after_id: str | None = None


@dataclass(frozen=True, slots=True)
class PageItem:
    """One transcript on a page. Times are microseconds since 1970."""

    id: str
    status: str
    created: int
    completed: int | None
    audio_url: str
    error: str | None


def get_page(connection: sqlite3.Connection, account: str, query: PageQuery) -> tuple[list[PageItem], bool]:
    """The items, and whether there are older ones. Raises UnknownTranscriptError for an unknown id in the query."""
    conditions, values = _conditions(connection, account, query)
    # For the page just newer than an id, read in ascending order: the nearest come first.
    ascending = query.after_id is not None and query.before_id is None
    items = _select(connection, conditions, values, "ASC" if ascending else "DESC", query.limit + 1)
    if ascending:
        # There are always older ones: `after_id` names a transcript that is older than this page.
        return items[: query.limit][::-1], True
    return items[: query.limit], len(items) > query.limit


def _conditions(
    connection: sqlite3.Connection, account: str, query: PageQuery
) -> tuple[list[str], list[str | int]]:
    conditions, values = ["account = ?"], [account]
    parts: list[tuple[str, tuple[str | int, ...]]] = []
    if query.status:
        parts.append(("status = ?", (query.status,)))
    if query.created_on:
        parts.append(("created >= ? AND created < ?", timestamps.day_range(query.created_on)))
    if query.before_id:
        parts.append(("(created, id) < (?, ?)", _key(connection, account, query.before_id)))
    if query.after_id:
        parts.append(("(created, id) > (?, ?)", _key(connection, account, query.after_id)))
    return (
        [*conditions, *(text for text, _ in parts)],
        [*values, *(value for _, some in parts for value in some)],
    )


def _select(
    connection: sqlite3.Connection, conditions: list[str], values: list[str | int], order: str, limit: int
) -> list[PageItem]:
    rows = connection.execute(
        "SELECT id, status, created, completed, audio_url, error FROM transcripts"  # noqa: S608 - constant texts
        f" WHERE {' AND '.join(conditions)} ORDER BY created {order}, id {order} LIMIT {limit}",
        values,
    )
    return [PageItem(*row) for row in rows]


def _key(connection: sqlite3.Connection, account: str, transcript_id: str) -> tuple[int, str]:
    row = connection.execute(
        "SELECT created, id FROM transcripts WHERE id = ? AND account = ?", (transcript_id, account)
    ).fetchone()
    if row is None:
        raise UnknownTranscriptError
    return row["created"], row["id"]
