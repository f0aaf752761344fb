import sqlite3

import pytest

from assemblyai_emulator.store.schema import migrate
from assemblyai_emulator.store.transcripts import Transcript, insert


@pytest.fixture
def connection():
    connection = sqlite3.connect(":memory:")
    connection.row_factory = sqlite3.Row
    migrate(connection)
    yield connection
    connection.close()


@pytest.fixture
def put(connection):
    """Stores a transcript. Its creation time counts up unless given."""
    count = 0

    def putting(transcript_id: str, account: str = "me", **fields) -> Transcript:
        nonlocal count
        count += 1
        given = {"created": count, "audio_url": "http://x/a.mp3", "parameters": {"punctuate": True}, **fields}
        transcript = Transcript(id=transcript_id, account=account, **given)
        insert(connection, transcript)
        return transcript

    return putting
