"""The uploads table: who uploaded which file, and when."""

import sqlite3

from assemblyai_emulator.store import timestamps

_LIFETIME = 48 * 60 * 60 * 1_000_000
"""48 hours, in microseconds. The service deletes an upload after one or two days."""


def insert(connection: sqlite3.Connection, upload_id: str, account: str) -> None:
    connection.execute("INSERT INTO uploads VALUES (?, ?, ?)", (upload_id, account, timestamps.now()))


def owner(connection: sqlite3.Connection, upload_id: str) -> str | None:
    """The account that made the upload. None if there is no such upload."""
    row = connection.execute("SELECT account FROM uploads WHERE id = ?", (upload_id,)).fetchone()
    return None if row is None else str(row["account"])


def delete(connection: sqlite3.Connection, upload_id: str) -> None:
    connection.execute("DELETE FROM uploads WHERE id = ?", (upload_id,))


def delete_expired(connection: sqlite3.Connection) -> None:
    """Delete the rows of uploads older than 48 hours."""
    connection.execute("DELETE FROM uploads WHERE created < ?", (timestamps.now() - _LIFETIME,))


def all_ids(connection: sqlite3.Connection) -> set[str]:
    return {row["id"] for row in connection.execute("SELECT id FROM uploads")}
