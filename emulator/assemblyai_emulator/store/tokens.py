"""Temporary tokens: opaque to their holder, and kept here as digests until they expire."""

import hashlib
import secrets
import sqlite3

from assemblyai_emulator.store import timestamps

_RANDOM_BYTES = 48
_SECOND = 1_000_000


def issue(connection: sqlite3.Connection, account: str, lifetime_seconds: int) -> str:
    """A new token that stands for the account until its lifetime is over; expired ones are forgotten."""
    token = secrets.token_urlsafe(_RANDOM_BYTES)
    now = timestamps.now()
    connection.execute("DELETE FROM tokens WHERE expires <= ?", (now,))
    connection.execute(
        "INSERT INTO tokens VALUES (?, ?, ?)", (_digest(token), account, now + lifetime_seconds * _SECOND)
    )
    return token


def account_of(connection: sqlite3.Connection, token: str) -> str | None:
    """The account that a token stands for; None once it has expired, and for what is no token.

    A token can be used again until then, as observed of the service.
    """
    row = connection.execute(
        "SELECT account FROM tokens WHERE digest = ? AND expires > ?", (_digest(token), timestamps.now())
    ).fetchone()
    return None if row is None else str(row["account"])


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
