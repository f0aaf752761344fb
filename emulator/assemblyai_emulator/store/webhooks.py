"""The webhooks table: messages still to be sent. It is on disk so that none is lost when the server stops."""

import json
import sqlite3
from dataclasses import dataclass
from typing import Any, Literal

from assemblyai_emulator.store.transcripts import Transcript, from_row

Message = Literal["transcript", "redacted_audio"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """One undelivered message. `origin` is this server's address as the client that created the transcript wrote it."""

    transcript: Transcript
    message: Message
    origin: str
    header_value: str | None
    tries: int


def insert(
    connection: sqlite3.Connection, transcript: Transcript, origin: str, header_value: str | None
) -> None:
    """Add a message for the end of the transcript and, if audio redaction was requested, a second one for that."""
    redacts_audio = bool(transcript.parameters.get("redact_pii_audio"))
    messages: tuple[Message, ...] = ("transcript", "redacted_audio") if redacts_audio else ("transcript",)
    connection.executemany(
        "INSERT INTO webhooks (transcript_id, message, origin, header_value) VALUES (?, ?, ?, ?)",
        [(transcript.id, message, origin, header_value) for message in messages],
    )


def transcripts_with_messages(connection: sqlite3.Connection) -> list[str]:
    """The ids of ended transcripts that have undelivered messages, oldest first."""
    rows = connection.execute(
        "SELECT id FROM transcripts WHERE status IN ('completed', 'error')"
        " AND id IN (SELECT transcript_id FROM webhooks WHERE NOT ended) ORDER BY created, id"
    )
    return [row["id"] for row in rows]


def next_message(connection: sqlite3.Connection, transcript_id: str) -> Delivery | None:
    """The message to send next: the transcript's before its audio's. None if all have been sent."""
    row = connection.execute(
        "SELECT * FROM webhooks WHERE transcript_id = ? AND NOT ended ORDER BY message = 'redacted_audio'",
        (transcript_id,),
    ).fetchone()
    if row is None:
        return None
    return Delivery(
        _transcript(connection, transcript_id),
        row["message"],
        row["origin"],
        row["header_value"],
        row["tries"],
    )


def record_try(
    connection: sqlite3.Connection, delivery: Delivery, status_code: int | None, *, ended: bool
) -> None:
    """Record one try and its HTTP status (None: no answer). The last try also deletes the header's value."""
    connection.execute(
        "UPDATE webhooks SET tries = tries + 1, status_code = ?, ended = ?,"
        " header_value = CASE WHEN ? THEN NULL ELSE header_value END WHERE transcript_id = ? AND message = ?",
        (status_code, ended, ended, delivery.transcript.id, delivery.message),
    )


def _transcript(connection: sqlite3.Connection, transcript_id: str) -> Transcript:
    row = connection.execute("SELECT * FROM transcripts WHERE id = ?", (transcript_id,)).fetchone()
    result: dict[str, Any] = json.loads(row["result"] or "{}")
    return from_row(row, result)
