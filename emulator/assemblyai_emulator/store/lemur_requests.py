"""The responses of LeMUR requests, kept by request id until they are purged."""

import json
import sqlite3
from typing import Any

from assemblyai_emulator.store import timestamps


def insert(connection: sqlite3.Connection, account: str, response: dict[str, Any]) -> None:
    connection.execute(
        "INSERT INTO lemur_requests VALUES (?, ?, ?, ?)",
        (response["request_id"], account, timestamps.now(), json.dumps(response)),
    )


def get(connection: sqlite3.Connection, account: str, request_id: str) -> dict[str, Any] | None:
    row = connection.execute(
        "SELECT response FROM lemur_requests WHERE request_id = ? AND account = ?", (request_id, account)
    ).fetchone()
    if row is None:
        return None
    response: dict[str, Any] = json.loads(row["response"])
    return response


def delete(connection: sqlite3.Connection, account: str, request_id: str) -> bool:
    """Returns False if there is no such request."""
    cursor = connection.execute(
        "DELETE FROM lemur_requests WHERE request_id = ? AND account = ?", (request_id, account)
    )
    return cursor.rowcount == 1
