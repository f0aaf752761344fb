"""Temporary tokens. Only their digests are stored, until they expire."""

import hashlib
import secrets
import sqlite3

from assemblyai_emulator.store import timestamps

_RANDOM_BYTES = 48
_SECOND = 1_000_000
"""In microseconds."""


def issue(connection: sqlite3.Connection, account: str, lifetime_seconds: int) -> str:
    """Create a token for the account. Also deletes the tokens that have expired."""
    token = secrets.token_urlsafe(_RANDOM_BYTES)
    now = timestamps.now()
    connection.execute("DELETE FROM tokens WHERE expires <= ?", (now,))
    connection.execute(
        "INSERT INTO tokens VALUES (?, ?, ?)", (_digest(token), account, now + lifetime_seconds * _SECOND)
    )
    return token


def account_of(connection: sqlite3.Connection, token: str) -> str | None:
    """The account of a token. None if the token is unknown or has expired.

    A token can be used more than once, as has been observed on the service.
    """
    row = connection.execute(
        "SELECT account FROM tokens WHERE digest = ? AND expires > ?", (_digest(token), timestamps.now())
    ).fetchone()
    return None if row is None else str(row["account"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
