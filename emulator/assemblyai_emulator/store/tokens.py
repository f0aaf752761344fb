"""Temporary tokens. Only their digests are stored, until they expire."""

import hashlib
import secrets
import sqlite3
from dataclasses import dataclass

from assemblyai_emulator.store import timestamps

_RANDOM_BYTES = 48
_SECOND = 1_000_000
"""In microseconds."""


LONGEST_SESSION_S = 10_800
"""Seconds. A session of live speech ends after three hours."""


@dataclass(frozen=True, slots=True)
class Token:
    """A session with it may last `session_seconds`."""

    account: str
    session_seconds: int


def issue(
    connection: sqlite3.Connection,
    account: str,
    lifetime_seconds: int,
    session_seconds: int = LONGEST_SESSION_S,
) -> str:
    """Create a token for the account. Also deletes the tokens that have expired."""
    token = secrets.token_urlsafe(_RANDOM_BYTES)
    now = timestamps.now()
    connection.execute("DELETE FROM tokens WHERE expires <= ?", (now,))
    connection.execute(
        "INSERT INTO tokens VALUES (?, ?, ?, ?)",
        (_digest(token), account, now + lifetime_seconds * _SECOND, session_seconds),
    )
    return token


def find(connection: sqlite3.Connection, token: str) -> Token | None:
    """None if the token is unknown or has expired.

    A token can be used more than once, as has been observed on the service.
    """
    row = connection.execute(
        "SELECT account, session_seconds FROM tokens WHERE digest = ? AND expires > ?",
        (_digest(token), timestamps.now()),
    ).fetchone()
    return None if row is None else Token(str(row["account"]), int(row["session_seconds"]))


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()
