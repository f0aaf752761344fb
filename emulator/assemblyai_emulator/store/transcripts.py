"""The transcripts table. Each transcript belongs to the account that created it."""

import json
import sqlite3
from dataclasses import dataclass, field, replace
from typing import Any

from assemblyai_emulator.errors import UnknownTranscriptError
from assemblyai_emulator.store import timestamps

DELETED_URL = "http://deleted_by_user"
"""The `audio_url` of a deleted transcript."""

DELETED_TEXT = "Deleted by user."
"""The `text` of a deleted transcript, or its `error` if it was never completed."""

KEPT_SETTINGS = (
    "language_detection",
    "multichannel",
    "auto_highlights",
    "redact_pii",
    "auto_chapters",
    "summarization",
    "disfluencies",
    "entity_detection",
    "sentiment_analysis",
)
"""The settings that a deleted transcript still has, as recorded. The others are scrubbed: prompts, spellings, names."""

_COLUMNS = (
    "id, account, created, completed, status, deleted, attempts, audio_url, upload_id, has_media, error,"
    " parameters, result"
)


@dataclass(frozen=True, slots=True)
class Transcript:
    """One row. `parameters` is what the request set, `result` what decoding added. Times are as in `timestamps`.

    `webhook_status_code` is the last reply of the webhook's receiver. Only `get` fills it in.
    """

    id: str
    account: str
    created: int
    audio_url: str
    parameters: dict[str, Any]
    status: str = "queued"
    completed: int | None = None
    deleted: bool = False
    attempts: int = 0
    upload_id: str | None = None
    has_media: bool = False
    error: str | None = None
    result: dict[str, Any] = field(default_factory=dict[str, Any])
    webhook_status_code: int | None = None


def insert(connection: sqlite3.Connection, transcript: Transcript) -> None:
    connection.execute(
        "INSERT INTO transcripts (id, account, created, status, audio_url, upload_id, has_media, parameters)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        (
            transcript.id,
            transcript.account,
            transcript.created,
            transcript.status,
            transcript.audio_url,
            transcript.upload_id,
            transcript.has_media,
            json.dumps(transcript.parameters),
        ),
    )


def get(connection: sqlite3.Connection, account: str, transcript_id: str) -> Transcript:
    """Raises UnknownTranscriptError if this account has no such transcript."""
    row = connection.execute(
        f"SELECT {_COLUMNS} FROM transcripts WHERE id = ? AND account = ?",  # noqa: S608 - constant text
        (transcript_id, account),
    ).fetchone()
    if row is None:
        raise UnknownTranscriptError
    webhook = connection.execute(
        "SELECT status_code FROM webhooks WHERE transcript_id = ? AND message = 'transcript'",
        (transcript_id,),
    ).fetchone()
    found = from_row(row, json.loads(row["result"] or "{}"))
    return replace(found, webhook_status_code=webhook["status_code"]) if webhook else found


def delete(connection: sqlite3.Connection, account: str, transcript_id: str) -> Transcript:
    """Scrub the transcript and return its tombstone, which can still be read and is still listed.

    What the service does on a second delete is unverified. The official MCP server treats the id as unknown,
    so it is unknown here. Deleting an unfinished transcript is unverified too: here it ends as an error, so
    that no client polls it for ever. Its undelivered webhook messages are dropped, which is also unverified.
    """
    before = get(connection, account, transcript_id)
    if before.deleted:
        raise UnknownTranscriptError
    kept = {key: before.result[key] for key in ("audio_duration", "audio_channels") if key in before.result}
    done = before.status == "completed"
    connection.execute(
        "UPDATE transcripts SET deleted = 1, status = ?, completed = coalesce(completed, ?), audio_url = ?,"
        " upload_id = NULL, has_media = 0, error = ?, parameters = ?, result = ? WHERE id = ?",
        (
            "completed" if done else "error",
            timestamps.now(),
            DELETED_URL,
            None if done else DELETED_TEXT,
            json.dumps(_scrubbed(before.parameters)),
            json.dumps({**kept, "text": DELETED_TEXT}),
            transcript_id,
        ),
    )
    for table in ("webhooks", "names"):
        connection.execute(f"DELETE FROM {table} WHERE transcript_id = ?", (transcript_id,))  # noqa: S608 - constant
    return get(connection, account, transcript_id)


def _scrubbed(parameters: dict[str, Any]) -> dict[str, Any]:
    """A tombstone has the deleted URL as its webhook_url too, even if there was no webhook, as recorded."""
    kept = {name: value for name, value in parameters.items() if name in KEPT_SETTINGS}
    return {**kept, "webhook_url": DELETED_URL}


def from_row(row: sqlite3.Row, result: dict[str, Any]) -> Transcript:
    return Transcript(
        id=row["id"],
        account=row["account"],
        created=row["created"],
        audio_url=row["audio_url"],
        parameters=json.loads(row["parameters"]),
        status=row["status"],
        completed=row["completed"],
        deleted=bool(row["deleted"]),
        attempts=row["attempts"],
        upload_id=row["upload_id"],
        has_media=bool(row["has_media"]),
        error=row["error"],
        result=result,
    )
