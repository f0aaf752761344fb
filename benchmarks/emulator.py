"""The emulator: how fast it answers with a full store, and how much memory the server takes."""

import hashlib
import json
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from statistics import median
from typing import Any

import httpx

from assemblyai_emulator.store.data_folder import opened
from assemblyai_emulator.store.schema import migrate
from assemblyai_emulator.wording.words import Word
from assemblyai_tools import Settings, offline
from benchmarks.figure import Figure, Goal

_TRANSCRIPTS = 10_000
_WORDS = 300
"""Two minutes of speech: the length of each stored transcript."""
_CALLS = 150
_INSERT = (
    "INSERT INTO transcripts (id, account, created, completed, status, audio_url, parameters, result)"
    " VALUES (?, ?, ?, ?, 'completed', ?, '{}', ?)"
)


def measure(number: int = _TRANSCRIPTS) -> list[Figure]:
    # By name: psutil has no types of its own, and only the bench needs it.
    this_process = import_module("psutil").Process()
    with tempfile.TemporaryDirectory() as folder:
        ids = _fill(Path(folder), number)
        before = set(this_process.children())
        with offline.emulator(data_dir=Path(folder), arguments=["--workers", "1"]) as settings:
            [process] = set(this_process.children()) - before
            idle = _memory(process)
            routes = _routes(settings, ids)
    return [
        *routes,
        Figure("memory of the server before its first job", "MB", idle),
    ]


def _fill(data_dir: Path, number: int) -> list[str]:
    """Write so many transcripts into the emulator's store; return their ids, oldest first."""
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
    account, result = hashlib.sha256(offline.OFFLINE_KEY.encode()).hexdigest(), json.dumps(_result())
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


def _routes(settings: Settings, ids: list[str]) -> list[Figure]:
    """One request after the other on one connection; httpx's own time is included."""
    middle = ids[len(ids) // 2]
    one = f"/v2/transcript/{middle}"
    paths = {
        "page of 200": ("/v2/transcript?limit=200", Goal(20)),
        "page of 200 in the middle": (f"/v2/transcript?limit=200&before_id={middle}", Goal(20)),
        "transcript": (one, None),
        "sentences": (f"{one}/sentences", None),
        "paragraphs": (f"{one}/paragraphs", None),
        "word search": (f"{one}/word-search?words=invoice", None),
        "captions": (f"{one}/srt", None),
    }
    times: dict[str, list[float]] = {name: [] for name in paths}
    headers = {"Authorization": settings.require_key()}
    with httpx.Client(base_url=settings.base_url, headers=headers) as http:
        for _ in range(_CALLS):
            for name, (path, _goal) in paths.items():
                start = time.perf_counter()
                http.get(path).raise_for_status()
                times[name].append((time.perf_counter() - start) * 1000)
    figures: list[Figure] = []
    for name, (_path, goal) in paths.items():
        taken = median(times[name])
        note = f"{1000 / taken:,.0f} requests a second"
        figures.append(Figure(f"{name}, {len(ids):,} transcripts stored", "ms", taken, {}, goal, note))
    return figures


def _memory(process: Any) -> float:
    """Resident megabytes, the speech workers' included."""
    family = [process, *process.children(recursive=True)]
    return float(sum(member.memory_info().rss for member in family)) / 1e6
