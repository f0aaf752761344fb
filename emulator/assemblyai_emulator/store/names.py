"""The names table: what a recording is called on the page. A name goes with its transcript.

A recording that was added on the page has its file's name, and another upload, which has none, its first words.
"""

import json
import re
import sqlite3

_LONGEST = 255
"""Characters of a file's name that are kept."""

_LONGEST_OPENING = 60
"""Characters of the first words, without the ellipsis."""

_TEXT = re.compile(r'\{"text": ?"((?:[^"\\]|\\.){1,1000})')
"""The beginning of a result, whose first key is the text. The whole of a long one takes a while to parse."""


def insert(connection: sqlite3.Connection, transcript_id: str, name: str) -> None:
    connection.execute("INSERT INTO names VALUES (?, ?)", (transcript_id, name[:_LONGEST]))


def insert_opening(connection: sqlite3.Connection, transcript_id: str, result: str) -> None:
    """Call an upload without a name by the first words of its result, which is JSON."""
    opening = _opening(result)
    if opening:
        connection.execute(
            "INSERT OR IGNORE INTO names SELECT id, ? FROM transcripts WHERE id = ? AND upload_id IS NOT NULL",
            (opening, transcript_id),
        )


def get(connection: sqlite3.Connection, transcript_id: str) -> str | None:
    row = connection.execute("SELECT name FROM names WHERE transcript_id = ?", (transcript_id,)).fetchone()
    return None if row is None else str(row["name"])


def _opening(result: str) -> str | None:
    found = _TEXT.match(result)
    if found is None:
        return None
    # Half of a surrogate pair stays if the text is cut between the two; it cannot be stored.
    text: str = json.loads(f'"{found[1]}"').encode(errors="ignore").decode()
    shown = " ".join(text.split())
    if len(shown) <= _LONGEST_OPENING:
        return shown or None
    return f"{shown[:_LONGEST_OPENING].rpartition(' ')[0] or shown[:_LONGEST_OPENING]} …"
