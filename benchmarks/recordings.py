"""Many recordings in a durable batch: processor time, memory, and whether both grow in step with their number."""

import tempfile
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, TypeAlias

from benchmarks import child
from benchmarks.figure import Figure, Goal
from benchmarks.rounds import at_once

_FEW, _MANY, _THREADED = 1_000, 10_000, 500
_THREADS = 50
_CLIENT, _SDK = "our bare client", f"official SDK, {_THREADS} threads, {_THREADED} recordings"
_MOST_MS, _MOST_MB, _GROWTH = 8.0, 150.0, 1.1


def measure() -> list[Figure]:
    """Each side on a stub of its own. The SDK's threads sleep for most of their time, so they run beside the others."""
    threads = partial(_run, "threads", _THREADED, most=_THREADS)
    (threaded,), (few, many, bare) = at_once([lambda: [threads()], _ours], most=2)
    return _figures(few, many, bare, threaded)


def _ours() -> list[dict[str, Any]]:
    return [_run("batch", _FEW), _run("batch", _MANY), _run("client", _FEW)]


def _run(side: str, recordings: int, **options: Any) -> dict[str, Any]:
    """What a side measured with this many small files, all of them different."""
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as to, child.stub() as url:
        for number in range(recordings):
            (Path(folder) / f"{number:06}.mp3").write_bytes(b"audio %d" % number)
        measured = child.run(f"recordings.{side}", url=url, key="batch", folder=folder, to=to, **options)
    if measured["done"] != recordings:
        raise RuntimeError(f"{side} did {measured['done']} of {recordings} recordings")
    return {**measured, "ms": measured["cpu"] / recordings * 1000}


_Run: TypeAlias = Mapping[str, float]
"""What one run took."""


def _figures(few: _Run, many: _Run, bare: _Run, threaded: _Run) -> list[Figure]:
    beyond = f"{_FEW:,} recordings"
    return [
        Figure(
            f"{_FEW:,} recordings: processor time of each",
            "ms",
            few["ms"],
            {_CLIENT: bare["ms"], _SDK: threaded["ms"]},
        ),
        Figure(
            f"{_MANY:,} recordings: processor time of each",
            "ms",
            many["ms"],
            {beyond: few["ms"]},
            Goal(_GROWTH, beyond),
        ),
        Figure(
            f"{_MANY:,} recordings: processor time of each beyond the bare client's",
            "ms",
            many["ms"] - bare["ms"],
            goal=Goal(_MOST_MS),
        ),
        Figure(
            f"{_MANY:,} recordings: peak memory",
            "MB",
            many["peak_mb"],
            {beyond: few["peak_mb"]},
            Goal(_MOST_MB),
        ),
        Figure(
            f"{_MANY:,} recordings: time for each",
            "ms",
            many["wall"] / _MANY * 1000,
            {_SDK: threaded["wall"] / _THREADED * 1000},
        ),
        Figure(f"{_MANY:,} recordings: the database", "MB", many["database_mb"]),
    ]
