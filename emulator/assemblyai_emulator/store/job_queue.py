"""The job queue. It is part of the transcripts table, so it survives a restart."""

import sqlite3
from collections.abc import Iterable

from assemblyai_emulator.store import names, timestamps
from assemblyai_emulator.store.transcripts import Transcript, from_row


def requeue_interrupted(connection: sqlite3.Connection) -> None:
    """Queue again what the last server was processing when it ended."""
    connection.execute("UPDATE transcripts SET status = 'queued' WHERE status = 'processing'")


def queued(connection: sqlite3.Connection) -> list[tuple[str, str, bool]]:
    """The account and the id of all queued jobs, oldest first, each with whether its audio is on this machine."""
    rows = connection.execute(
        "SELECT account, id, has_media FROM transcripts WHERE status = 'queued' ORDER BY created, id"
    )
    return [(row["account"], row["id"], bool(row["has_media"])) for row in rows]


def get_queued(connection: sqlite3.Connection, transcript_id: str) -> Transcript | None:
    """The transcript if it is still queued, otherwise None."""
    row = connection.execute(
        "SELECT * FROM transcripts WHERE id = ? AND status = 'queued'", (transcript_id,)
    ).fetchone()
    return row and from_row(row, {})


def mark_downloaded(connection: sqlite3.Connection, transcript_id: str) -> bool:
    """Record that the audio is on this machine. False if the job is no longer queued: nobody needs the audio."""
    return _changed(
        connection, "UPDATE transcripts SET has_media = 1 WHERE id = ? AND status = 'queued'", transcript_id
    )


def claim(connection: sqlite3.Connection, transcript_id: str) -> Transcript | None:
    """Start an attempt at a queued job and return it. None if it is no longer queued."""
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


def is_processing(connection: sqlite3.Connection, transcript_id: str) -> bool:
    """False if the transcript was deleted after its job was claimed."""
    statement = "SELECT 1 FROM transcripts WHERE id = ? AND status = 'processing'"
    return connection.execute(statement, (transcript_id,)).fetchone() is not None


def release(connection: sqlite3.Connection, transcript_id: str) -> None:
    """Queue the job again without counting the attempt: it was interrupted through no fault of the file."""
    connection.execute(
        "UPDATE transcripts SET status = 'queued', attempts = attempts - 1 WHERE id = ? AND status = 'processing'",
        (transcript_id,),
    )


def retry(connection: sqlite3.Connection, transcript_id: str) -> None:
    """Queue the job again after a failed attempt, which counts."""
    connection.execute(
        "UPDATE transcripts SET status = 'queued' WHERE id = ? AND status = 'processing'", (transcript_id,)
    )


def complete(connection: sqlite3.Connection, transcript_id: str, result: str) -> bool:
    """Store the result, as JSON. Returns False and changes nothing if the transcript has been deleted meanwhile."""
    cursor = connection.execute(
        "UPDATE transcripts SET status = 'completed', completed = ?, has_media = 0, result = ?"
        " WHERE id = ? AND status = 'processing'",
        (timestamps.now(), result, transcript_id),
    )
    if cursor.rowcount != 1:
        return False
    names.insert_opening(connection, transcript_id, result)
    return True


def fail(connection: sqlite3.Connection, transcript_id: str, error: str) -> None:
    connection.execute(
        "UPDATE transcripts SET status = 'error', completed = ?, has_media = 0, error = ?"
        " WHERE id = ? AND status IN ('queued', 'processing')",
        (timestamps.now(), error, transcript_id),
    )


def completed_ids(connection: sqlite3.Connection, transcript_ids: Iterable[str]) -> set[str]:
    """The given transcripts that are completed and not deleted."""
    statement = "SELECT id FROM transcripts WHERE id = ? AND status = 'completed' AND NOT deleted"
    rows = (connection.execute(statement, (transcript_id,)).fetchone() for transcript_id in transcript_ids)
    return {row["id"] for row in rows if row}


def _changed(connection: sqlite3.Connection, statement: str, transcript_id: str) -> bool:
    return connection.execute(statement, (transcript_id,)).rowcount == 1
