"""The database schema and its migrations."""

import sqlite3

from assemblyai_emulator.errors import SetupError

_TRANSCRIPTS = """
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
"""`created` and `completed` are microseconds since 1970 (UTC). `created` and the id together order the pages.

`result` is large, so it is the last column: a query that does not select it does not read it.
"""

_WEBHOOKS_AND_TOKENS = """
CREATE TABLE webhooks (
    transcript_id TEXT NOT NULL REFERENCES transcripts (id),
    message TEXT NOT NULL CHECK (message IN ('transcript', 'redacted_audio')),
    origin TEXT NOT NULL,
    header_value TEXT,
    tries INTEGER NOT NULL DEFAULT 0,
    status_code INTEGER,
    ended INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (transcript_id, message)
) STRICT;
CREATE INDEX webhooks_open ON webhooks (transcript_id) WHERE NOT ended;

CREATE TABLE tokens (
    digest TEXT PRIMARY KEY,
    account TEXT NOT NULL,
    expires INTEGER NOT NULL
) STRICT;
"""
"""A webhook's header value is stored only here, and only until the message is delivered or given up.

A token is stored only as a digest.
"""

_NAMES = """
CREATE TABLE names (
    transcript_id TEXT PRIMARY KEY REFERENCES transcripts (id),
    name TEXT NOT NULL
) STRICT;
CREATE INDEX transcripts_by_creation ON transcripts (created, id);
CREATE INDEX transcripts_by_state ON transcripts (account, deleted, status);
"""
"""What a recording is called on the page: the API's uploads have no names.

The page lists the transcripts of all accounts by their age, and counts them by their state once a second.
"""

_SESSION_LENGTHS = """
ALTER TABLE tokens ADD COLUMN session_seconds INTEGER NOT NULL DEFAULT 10800;
"""
"""How long the session of a token may last."""

_STEPS = (_TRANSCRIPTS, _WEBHOOKS_AND_TOKENS, _NAMES, _SESSION_LENGTHS)
"""One migration per released version. A released one never changes: add a new one at the end."""

VERSION = len(_STEPS)


def migrate(connection: sqlite3.Connection) -> None:
    """Create the schema or bring it up to date. Raises SetupError if a newer emulator wrote the database."""
    (found,) = connection.execute("PRAGMA user_version").fetchone()
    if found > VERSION:
        raise SetupError(
            f"The data directory was written by a newer emulator (schema {found}, this one knows {VERSION}). "
            "Update this emulator or choose another --data-dir."
        )
    for version, step in enumerate(_STEPS[found:], start=found + 1):
        connection.executescript(f"BEGIN; {step} PRAGMA user_version = {version}; COMMIT;")
