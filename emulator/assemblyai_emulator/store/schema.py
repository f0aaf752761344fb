"""The tables, and the version of them that a data directory holds."""

import sqlite3

VERSION = 1

# `created` and `completed` are microseconds since 1970 (UTC). Together with the id, `created` orders pages.
# `result` is last, and large: a query that does not name it does not read it.
_TABLES = """
CREATE TABLE transcripts (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    created INTEGER NOT NULL,
    completed INTEGER,
    status TEXT NOT NULL CHECK (status IN ('queued', 'processing', 'completed', 'error')),
    deleted INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    audio_url TEXT NOT NULL,
    upload_id TEXT,
    has_media INTEGER NOT NULL DEFAULT 0,
    error TEXT,
    parameters TEXT NOT NULL,
    result TEXT
) STRICT;
CREATE INDEX transcripts_by_age ON transcripts (account, created, id);
CREATE INDEX transcripts_by_status ON transcripts (account, status, created, id);
CREATE INDEX transcripts_unfinished ON transcripts (created, id) WHERE status IN ('queued', 'processing');

CREATE TABLE uploads (
    id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    created INTEGER NOT NULL
) STRICT;

CREATE TABLE lemur_requests (
    request_id TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    created INTEGER NOT NULL,
    response TEXT NOT NULL
) STRICT;
"""


def migrate(connection: sqlite3.Connection) -> None:
    """Create the tables in a new database; refuse one that a newer emulator wrote."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise RuntimeError(
            f"The data directory was written by a newer emulator (schema {found}, this one knows {VERSION}). "
            "Update this emulator or choose another --data-dir."
        )
    if found < VERSION:
        connection.executescript(f"BEGIN; {_TABLES} PRAGMA user_version = {VERSION}; COMMIT;")
