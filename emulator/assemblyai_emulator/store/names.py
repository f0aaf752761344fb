"""The names table: what a recording is called that was added on the page. A name goes with its transcript."""

import sqlite3

_LONGEST = 255
"""Characters of a name that are kept."""


def insert(connection: sqlite3.Connection, transcript_id: str, name: str) -> None:
    connection.execute("INSERT INTO names VALUES (?, ?)", (transcript_id, name[:_LONGEST]))


def get(connection: sqlite3.Connection, transcript_id: str) -> str | None:
    row = connection.execute("SELECT name FROM names WHERE transcript_id = ?", (transcript_id,)).fetchone()
    return None if row is None else str(row["name"])
