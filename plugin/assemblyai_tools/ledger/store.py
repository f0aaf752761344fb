"""The ledger's table in SQLite. All functions block; what fails raises sqlite3.Error or OSError."""

import json
import os
import sqlite3
from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from assemblyai_tools.ledger.subject import Subject
from assemblyai_tools.ledger_steps import Known

_TABLE = """
CREATE TABLE IF NOT EXISTS jobs (
  number INTEGER PRIMARY KEY AUTOINCREMENT,
  account TEXT NOT NULL,
  audio TEXT,
  options TEXT,
  name TEXT,
  path TEXT,
  stamp TEXT,
  state TEXT NOT NULL,
  ordered REAL NOT NULL,
  holder TEXT,
  upload_url TEXT,
  transcript_id TEXT,
  audio_duration REAL,
  language_code TEXT,
  first_words TEXT,
  speakers TEXT
);
CREATE INDEX IF NOT EXISTS orders ON jobs (account, audio, options);
CREATE UNIQUE INDEX IF NOT EXISTS transcripts ON jobs (account, transcript_id);
CREATE INDEX IF NOT EXISTS files ON jobs (path, stamp);
"""
"""`state` is intended, sent (in doubt until the job's id is known), the transcript's status, deleted, refused (its
upload is kept), or copy (another file with the same content). `ordered` is in Unix seconds. `holder` is the process
that is creating the job. `stamp` is the file's size and time of change when it was read."""

_MOST_ROWS = {True: 1_000, False: 100_000}
"""Rows that are kept in memory and in a file; the oldest go first."""

_LOCK_SECONDS = 0.5
"""Seconds to wait for another process that is writing."""

_DAY = 86_400.0
"""Seconds for which the job of an order in doubt may still be found."""

_LEARNT = ("audio_duration", "language_code", "first_words", "speakers")
"""Columns that reads of a transcript fill."""

_KNOWN = "transcript_id, state, name, audio_duration, language_code, first_words"


@dataclass(frozen=True, slots=True)
class Row:
    """An order of before."""

    number: int
    state: str
    ordered: float
    transcript_id: str | None
    upload_url: str | None
    holder: str | None


class Store:
    """One table; `path` is None for one in memory. One thread at a time may use it."""

    def __init__(self, path: Path | None) -> None:
        if path is not None:
            _make_private(path)
        self._most_rows = _MOST_ROWS[path is None]
        self._db = sqlite3.connect(
            ":memory:" if path is None else path,
            timeout=_LOCK_SECONDS,
            isolation_level=None,
            check_same_thread=False,
        )
        if path is not None:
            # A process that is killed loses nothing; only a power failure may lose the newest rows.
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
        self._db.execute("PRAGMA secure_delete=ON")
        self._db.executescript(_TABLE)

    def close(self) -> None:
        self._db.close()

    def newest(self, account: str, subject: Subject) -> Row | None:
        """The newest order of the same account, audio and options."""
        row = self._db.execute(
            "SELECT number, state, ordered, transcript_id, upload_url, holder FROM jobs"
            " WHERE account = ? AND audio = ? AND options = ? AND state NOT IN ('refused', 'copy')"
            " ORDER BY number DESC LIMIT 1",
            (account, subject.audio, subject.options),
        ).fetchone()
        return Row(*row) if row else None

    def digest_of(self, path: str, stamp: str) -> str | None:
        """The fingerprint of a file that has not changed since it was read."""
        row = self._db.execute(
            "SELECT audio FROM jobs WHERE path = ? AND stamp = ? AND audio IS NOT NULL LIMIT 1", (path, stamp)
        ).fetchone()
        return str(row[0]) if row else None

    def intend(self, account: str, subject: Subject, now: float, *, state: str = "intended") -> int:
        """A new order; returns its number."""
        self._trim(now)
        cursor = self._db.execute(
            "INSERT INTO jobs (account, audio, options, name, path, stamp, state, ordered)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (account, subject.audio, subject.options, subject.name, subject.path, subject.stamp, state, now),
        )
        return int(cursor.lastrowid or 0)

    def _trim(self, now: float) -> None:
        """Remove the oldest rows if there are too many, but no order whose job may still be found."""
        self._db.execute(
            "DELETE FROM jobs WHERE number <= (SELECT max(number) FROM jobs) - ?"
            " AND NOT (state IN ('intended', 'sent') AND ordered > ?)",
            (self._most_rows, now - _DAY),
        )

    def change(self, number: int, **columns: Any) -> None:
        """Set columns of an order."""
        names = ", ".join(f"{name} = ?" for name in columns)
        self._db.execute(f"UPDATE jobs SET {names} WHERE number = ?", (*columns.values(), number))  # noqa: S608 - our own names

    def send(self, number: int, upload_url: str) -> None:
        """The order's job is sent; its upload is not for another one, as it may be deleted with this job."""
        self._db.execute("DELETE FROM jobs WHERE state = 'refused' AND upload_url = ?", (upload_url,))
        self.change(number, state="sent", upload_url=upload_url)

    def drop(self, number: int) -> None:
        """Nothing was created; an upload is kept for another try with other options."""
        self._db.execute("DELETE FROM jobs WHERE number = ? AND upload_url IS NULL", (number,))
        self._db.execute("UPDATE jobs SET state = 'refused', holder = NULL WHERE number = ?", (number,))

    def unused_upload(self, account: str, audio: str, since: float) -> str | None:
        """An upload of the same audio that no job uses. One that a job uses may be deleted with it."""
        row = self._db.execute(
            "SELECT upload_url FROM jobs WHERE account = ? AND audio = ? AND state = 'refused' AND ordered >= ?"
            " ORDER BY number DESC LIMIT 1",
            (account, audio, since),
        ).fetchone()
        return str(row[0]) if row else None

    def note_copy(self, account: str, subject: Subject, now: float) -> None:
        """Another file has the same content."""
        if subject.path and self.digest_of(subject.path, subject.stamp or "") is None:
            self.intend(account, subject, now, state="copy")

    def adopt(self, account: str, number: int, transcript_id: str) -> None:
        """The order's job is this one; a row that a read of it made meanwhile is merged into the order's."""
        other = self._db.execute(
            f"SELECT number, state, {', '.join(_LEARNT)} FROM jobs"  # noqa: S608 - our own names
            " WHERE account = ? AND transcript_id = ? AND number <> ?",
            (account, transcript_id, number),
        ).fetchone()
        learnt: dict[str, Any] = {"state": "created"}
        if other:
            self._db.execute("DELETE FROM jobs WHERE number = ?", (other[0],))
            learnt |= dict(zip(("state", *_LEARNT), other[1:], strict=True))
        self.change(number, transcript_id=transcript_id, holder=None, **learnt)

    def record(self, account: str, known: Known, now: float) -> None:
        """What a read of a transcript shows; one that was ordered elsewhere gets a row too."""
        self._trim(now)
        self._db.execute(
            "INSERT INTO jobs (account, state, ordered, transcript_id, audio_duration, language_code, first_words)"
            " VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (account, transcript_id) DO UPDATE SET"
            " state = excluded.state, audio_duration = excluded.audio_duration,"
            " language_code = excluded.language_code, first_words = excluded.first_words",
            (
                account,
                known.status,
                now,
                known.transcript_id,
                known.audio_duration,
                known.language_code,
                known.first_words,
            ),
        )

    def forget(self, account: str, transcript_id: str) -> None:
        """Remove what was said and who spoke; the name of the file stays for the list."""
        self._db.execute(
            "UPDATE jobs SET state = 'deleted', first_words = NULL, speakers = NULL"
            " WHERE account = ? AND transcript_id = ?",
            (account, transcript_id),
        )
        self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # or the words stay in that file for a while

    def known(self, account: str, transcript_ids: Sequence[str]) -> dict[str, Known]:
        marks = ", ".join("?" * len(transcript_ids))
        rows = self._db.execute(
            f"SELECT {_KNOWN} FROM jobs WHERE account = ? AND transcript_id IN ({marks})",  # noqa: S608 - marks only
            (account, *transcript_ids),
        )
        return {row[0]: _known(row) for row in rows}

    def known_file(self, account: str, path: str, stamp: str) -> Known | None:
        """The newest transcript of a file as it is now, or of another with the same content."""
        row = self._db.execute(
            f"SELECT {_KNOWN} FROM jobs WHERE account = ? AND audio = ?"  # noqa: S608 - our own names
            " AND transcript_id IS NOT NULL AND state NOT IN ('deleted', 'error') ORDER BY number DESC LIMIT 1",
            (account, self.digest_of(path, stamp)),
        ).fetchone()
        return _known(row) if row else None

    def file_of(self, account: str, transcript_id: str) -> tuple[str, str] | None:
        """The path and the stamp of the local file that a transcript was made of; None if it was none."""
        row = self._db.execute(
            "SELECT path, stamp FROM jobs WHERE account = ? AND transcript_id = ? AND path IS NOT NULL",
            (account, transcript_id),
        ).fetchone()
        return (str(row[0]), str(row[1])) if row else None

    def speakers(self, account: str) -> dict[str, dict[str, str]]:
        """All names of speakers, by transcript."""
        rows = self._db.execute(
            "SELECT transcript_id, speakers FROM jobs WHERE account = ? AND speakers IS NOT NULL", (account,)
        )
        return {transcript_id: _names(speakers) for transcript_id, speakers in rows}

    def name_speakers(
        self, account: str, transcript_id: str, changes: Mapping[str, str | None], now: float
    ) -> None:
        """Change some of a transcript's names, however many others change some at the same time."""
        self._trim(now)
        with self.transaction():
            row = self._db.execute(
                "SELECT speakers FROM jobs WHERE account = ? AND transcript_id = ?", (account, transcript_id)
            ).fetchone()
            names = {**(_names(row[0]) if row else {}), **changes}
            kept = {label: name for label, name in names.items() if name}
            self._db.execute(
                "INSERT INTO jobs (account, state, ordered, transcript_id, speakers)"
                " VALUES (?, 'completed', ?, ?, ?)"
                " ON CONFLICT (account, transcript_id) DO UPDATE SET speakers = excluded.speakers",
                (account, now, transcript_id, json.dumps(kept, ensure_ascii=False) if kept else None),
            )

    @contextmanager
    def transaction(self) -> Generator[None]:
        """Do several things that no other process can interleave with."""
        self._db.execute("BEGIN IMMEDIATE")
        with self._db:
            yield


def _known(row: Sequence[Any]) -> Known:
    """A row as it should be; a damaged cell counts as empty."""
    transcript_id, state, name, seconds, language, words = row
    return Known(
        str(transcript_id),
        str(state),
        name=name if isinstance(name, str) else None,
        audio_duration=seconds if isinstance(seconds, int | float) else None,
        language_code=language if isinstance(language, str) else None,
        first_words=words if isinstance(words, str) else None,
    )


def _names(cell: Any) -> dict[str, str]:
    """The names in a cell; none if it is damaged."""
    try:
        loaded: Any = json.loads(cell or "{}")
    except (TypeError, ValueError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    names = cast("dict[str, object]", loaded).items()
    return {label: name for label, name in names if isinstance(name, str)}


def _make_private(path: Path) -> None:
    """Create the file so that only its owner can read it; SQLite gives its other files the same mode."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        os.fchmod(descriptor, 0o600)  # it may be there already
    finally:
        os.close(descriptor)
