"""The work to do, kept in the transcripts' own rows so that it survives the server."""

import sqlite3
from collections.abc import Iterable

from assemblyai_emulator.store import clock
from assemblyai_emulator.store.transcripts import Transcript, from_row


def unfinished(connection: sqlite3.Connection) -> list[tuple[str, bool]]:
    """Ids of all jobs to do, oldest first, and whether their audio is on this machine already.

    For a start-up: a job that was being processed when the last server ended is queued again.
    """
    connection.execute("UPDATE transcripts SET status = 'queued' WHERE status = 'processing'")
    rows = connection.execute(
        "SELECT id, has_media FROM transcripts WHERE status = 'queued' ORDER BY created, id"
    )
    return [(row["id"], bool(row["has_media"])) for row in rows]


def waiting(connection: sqlite3.Connection, transcript_id: str) -> Transcript | None:
    """The transcript, if it is still queued."""
    row = connection.execute(
        "SELECT * FROM transcripts WHERE id = ? AND status = 'queued'", (transcript_id,)
    ).fetchone()
    return row and from_row(row, {})


def has_media(connection: sqlite3.Connection, transcript_id: str) -> bool:
    """Note that the audio has been fetched; False when nobody wants it any more."""
    return _changed(
        connection, "UPDATE transcripts SET has_media = 1 WHERE id = ? AND status = 'queued'", transcript_id
    )


def claim(connection: sqlite3.Connection, transcript_id: str) -> Transcript | None:
    """Start an attempt at a queued job; None when it is not queued any more."""
    changed = _changed(
        connection,
        "UPDATE transcripts SET status = 'processing', attempts = attempts + 1 WHERE id = ? AND status = 'queued'",
        transcript_id,
    )
    if not changed:
        return None
    return from_row(
        connection.execute("SELECT * FROM transcripts WHERE id = ?", (transcript_id,)).fetchone(), {}
    )


def release(connection: sqlite3.Connection, transcript_id: str) -> None:
    """Queue a job again whose attempt was broken off for no fault of its own."""
    connection.execute(
        "UPDATE transcripts SET status = 'queued', attempts = attempts - 1 WHERE id = ? AND status = 'processing'",
        (transcript_id,),
    )


def retry(connection: sqlite3.Connection, transcript_id: str) -> None:
    connection.execute(
        "UPDATE transcripts SET status = 'queued' WHERE id = ? AND status = 'processing'", (transcript_id,)
    )


def complete(connection: sqlite3.Connection, transcript_id: str, result: str) -> bool:
    """Store what decoding found, JSON; False, and nothing happens, when the transcript was deleted meanwhile."""
    cursor = connection.execute(
        "UPDATE transcripts SET status = 'completed', completed = ?, has_media = 0, result = ?"
        " WHERE id = ? AND status = 'processing'",
        (clock.now(), result, transcript_id),
    )
    return cursor.rowcount == 1


def completed(connection: sqlite3.Connection, transcript_ids: Iterable[str]) -> set[str]:
    """Those of the transcripts that are completed and not deleted."""
    statement = "SELECT id FROM transcripts WHERE id = ? AND status = 'completed' AND NOT deleted"
    rows = (connection.execute(statement, (one,)).fetchone() for one in transcript_ids)
    return {row["id"] for row in rows if row}


def fail(connection: sqlite3.Connection, transcript_id: str, error: str) -> None:
    connection.execute(
        "UPDATE transcripts SET status = 'error', completed = ?, has_media = 0, error = ?"
        " WHERE id = ? AND status IN ('queued', 'processing')",
        (clock.now(), error, transcript_id),
    )


def _changed(connection: sqlite3.Connection, statement: str, transcript_id: str) -> bool:
    return connection.execute(statement, (transcript_id,)).rowcount == 1
