"""A data folder of the emulator with many finished transcripts in it."""

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from assemblyai_emulator.store.data_folder import opened
from assemblyai_emulator.store.schema import migrate
from assemblyai_emulator.wording.words import Word

KEY = "benchmark"
_WORDS = 300
"""Two minutes of speech."""

_INSERT = (
    "INSERT INTO transcripts (id, account, created, completed, status, audio_url, parameters, result)"
    " VALUES (?, ?, ?, ?, 'completed', ?, '{}', ?)"
)


def fill(data_dir: Path, number: int) -> list[str]:
    """Write so many transcripts; their ids, oldest first."""
    ids = [f"00000000-0000-4000-8000-{index:012}" for index in range(number)]
    with opened(data_dir) as folder:
        connection = sqlite3.connect(folder / "emulator.sqlite3")
        connection.row_factory = sqlite3.Row
        migrate(connection)
        with connection:
            connection.executemany(_INSERT, _rows(ids))
        connection.close()
    return ids


def _rows(ids: list[str]) -> Iterator[tuple[str, str, int, int, str, str]]:
    account, result = hashlib.sha256(KEY.encode()).hexdigest(), json.dumps(_result())
    for index, name in enumerate(ids):
        created = (1_790_000_000 + 60 * index) * 1_000_000
        yield name, account, created, created + 9_000_000, f"https://audio.test/{index}.mp3", result


def _result() -> dict[str, object]:
    texts = (["invoice", *["word"] * 8, "word."] * (_WORDS // 10))[:_WORDS]
    words = [Word(text, index * 400, index * 400 + 350, 0.9, None, None) for index, text in enumerate(texts)]
    return {
        "text": " ".join(texts),
        "words": [word.to_json() for word in words],
        "confidence": 0.9,
        "audio_duration": 120,
        "audio_channels": 1,
        "speech_model_used": "benchmark",
    }
