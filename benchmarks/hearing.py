"""What the emulator's speech recognition costs: processor time, memory, and the wait for a short file."""

import tempfile
import threading
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from assemblyai_emulator.hearing.media import SAMPLE_RATE, Media
from assemblyai_tools import Client, offline, transcribe, upload_file
from assemblyai_tools.cli.demo import SAMPLE
from benchmarks.figure import Figure, Goal

_MINUTE, _HOUR = 60, 3600
"""Seconds of audio: the sample meeting, mixed to one channel, over and over."""

_LOOK_SECONDS = 0.1
"""Seconds between two looks at a process's memory."""

_CPU, _PEAK = "processor time for a second of sound", "most memory of the speech process"


@dataclass
class _Use:
    """What one job took: seconds of processor time, seconds by the clock, and megabytes at most."""

    cpu: float = 0.0
    wall: float = 0.0
    peak: float = 0.0


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        minute, ten, hour = (_speech(Path(folder), seconds) for seconds in (_MINUTE, 10 * _MINUTE, _HOUR))
        with _emulator(Path(folder)) as (client, server):
            first = _run(client, server, minute)
            [worker] = server.children()
            in_ten, in_hour = _run(client, worker, ten), _run(client, worker, hour)
            with_speakers = _run(client, worker, minute, speaker_labels=True)
    return [
        Figure("a first file of a minute: from its upload to its text", "s", first.wall, {}, Goal(12)),
        Figure(
            f"ten minutes: {_CPU}",
            "s",
            in_ten.cpu / (10 * _MINUTE),
            {},
            Goal(0.10),
            f"{in_ten.wall:.0f} s in all",
        ),
        Figure(f"ten minutes: {_PEAK}", "MB", in_ten.peak, {}, Goal(450)),
        Figure(f"an hour: {_CPU}", "s", in_hour.cpu / _HOUR, {}, Goal(0.10), f"{in_hour.wall:.0f} s in all"),
        Figure(f"an hour: {_PEAK}", "MB", in_hour.peak, {}, Goal(450)),
        Figure(f"a minute with speaker labels: {_CPU}", "s", with_speakers.cpu / _MINUTE),
        Figure(f"a minute with speaker labels: {_PEAK}", "MB", with_speakers.peak),
    ]


def _speech(folder: Path, seconds: int) -> Path:
    with Media(SAMPLE) as media:
        meeting = b"".join(block.tobytes() for block in media.blocks())
    path, size = folder / f"{seconds}.wav", 2 * SAMPLE_RATE * seconds
    with wave.open(str(path), "wb") as file:
        file.setparams((1, 2, SAMPLE_RATE, 0, "NONE", ""))
        file.writeframes((meeting * (size // len(meeting) + 1))[:size])
    return path


@contextmanager
def _emulator(folder: Path) -> Iterator[tuple[Client, Any]]:
    """A client, and the process of the server."""
    # By name: psutil has no types of its own, and only the bench needs it.
    this_process = import_module("psutil").Process()
    before = set(this_process.children())
    with offline.emulator(allowed_dirs=[folder], arguments=["--workers", "1"]) as settings:
        [server] = set(this_process.children()) - before
        with Client(settings) as client:
            yield client, server


def _run(client: Client, process: Any, path: Path, **options: Any) -> _Use:
    """Upload the file, then transcribe it while `process` is watched."""
    url = client.run(upload_file(path=str(path))).upload_url
    with _watched(process) as use:
        view = client.run(transcribe.start({"audio": url, "wait_seconds": 900, **options}))
    if view.status != "completed":
        raise RuntimeError(f"The transcript is {view.status}.")
    return use


@contextmanager
def _watched(process: Any) -> Iterator[_Use]:
    use, ended = _Use(), threading.Event()

    def look() -> None:
        while not ended.wait(_LOOK_SECONDS):
            use.peak = max(use.peak, process.memory_info().rss / 1e6)

    watcher = threading.Thread(target=look)
    times, began = process.cpu_times(), time.perf_counter()
    watcher.start()
    try:
        yield use
    finally:
        use.wall = time.perf_counter() - began
        ended.set()
        watcher.join()
    now = process.cpu_times()
    use.cpu = now.user + now.system - times.user - times.system
