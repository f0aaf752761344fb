"""The user's ledger beside a batch: calls that use it too, and what is in it."""

import sqlite3

from assemblyai_tools import transcribe


def ask(client, audio, **options):
    """Transcribe by a call, not by a batch."""
    return client.run(transcribe(audio=str(audio), **options))


def rows_of(kept):
    """The state, the file's name and the transcript of each order in the ledger of these settings."""
    with sqlite3.connect(kept.ledger) as database:
        return database.execute("SELECT state, name, transcript_id FROM jobs ORDER BY number").fetchall()
