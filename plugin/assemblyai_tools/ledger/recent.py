"""The newest transcripts of a ledger's file, for a shell that completes ids: nothing is created or locked."""

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from assemblyai_tools.ledger_steps import Known

_SELECT = (
    "SELECT transcript_id, state, name FROM jobs WHERE transcript_id IS NOT NULL AND state <> 'deleted'"
    " AND (substr(transcript_id, 1, length(?1)) = ?1 OR substr(name, 1, length(?1)) = ?1)"
    " ORDER BY number DESC LIMIT ?2"
)


def recent(path: Path, beginning: str, limit: int) -> Sequence[Known]:
    """The newest transcripts whose id or file name begins like this; none if there is no such ledger."""
    try:
        with closing(sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True)) as database:
            rows = database.execute(_SELECT, (beginning, limit)).fetchall()
    except sqlite3.Error:
        return ()
    return [Known(str(row[0]), str(row[1]), name=row[2] and str(row[2])) for row in rows]
