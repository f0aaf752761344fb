"""The emulator: how quickly it decodes, how quickly it answers with a full store, and how much memory it takes."""

import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

import httpx
import psutil  # type: ignore[import-untyped]  # mypy has no stubs for it
from pydantic import SecretStr

from assemblyai_tools import Client, Settings, transcribe
from assemblyai_tools.cli.demo import SAMPLE
from benchmarks import store
from benchmarks.figure import Figure, Goal

_TRANSCRIPTS = 10_000
_CALLS = 150


def measure() -> list[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        ids = store.fill(Path(folder), _TRANSCRIPTS)
        with _running(Path(folder)) as (url, process):
            idle = _memory(process)
            routes = _routes(url, ids)
            decoding = _decoding(url)
            worked = _memory(process)
    return [
        *routes,
        decoding,
        Figure("memory of the server before its first job", "MB", idle),
        Figure("memory of the server and its decoder after it", "MB", worked),
    ]


@contextmanager
def _running(data_dir: Path) -> Generator[tuple[str, psutil.Process]]:
    command = [sys.executable, "-m", "assemblyai_emulator", "--port", "0", "--until-stdin-closes"]
    process = subprocess.Popen(
        [*command, "--data-dir", str(data_dir), "--workers", "1"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    try:
        line = process.stdout.readline() if process.stdout else ""
        yield line.rpartition(" listening on ")[2].strip(), psutil.Process(process.pid)
    finally:
        process.communicate()


def _routes(url: str, ids: list[str]) -> list[Figure]:
    """One request after the other on one connection, what httpx takes included."""
    middle = ids[len(ids) // 2]
    one = f"/v2/transcript/{middle}"
    paths = {
        "page of 200": ("/v2/transcript?limit=200", Goal("most", 20)),
        "page of 200 in the middle": (f"/v2/transcript?limit=200&before_id={middle}", Goal("most", 20)),
        "transcript": (one, None),
        "sentences": (f"{one}/sentences", None),
        "paragraphs": (f"{one}/paragraphs", None),
        "word search": (f"{one}/word-search?words=invoice", None),
        "captions": (f"{one}/srt", None),
    }
    with httpx.Client(base_url=url, headers={"Authorization": store.KEY}) as http:
        times: dict[str, list[float]] = {name: [] for name in paths}
        for _ in range(_CALLS):
            for name, (path, _goal) in paths.items():
                start = time.perf_counter()
                http.get(path).raise_for_status()
                times[name].append((time.perf_counter() - start) * 1000)
    figures: list[Figure] = []
    for name, (_path, goal) in paths.items():
        taken = median(times[name])
        note = f"{1000 / taken:,.0f} requests a second"
        figures.append(Figure(f"{name}, {_TRANSCRIPTS:,} transcripts stored", "ms", taken, {}, goal, note))
    return figures


def _decoding(url: str) -> Figure:
    """The sample meeting, two channels, after a first job that starts the decoder."""
    settings = Settings(api_key=SecretStr("decoding"), base_url=url, allowed_dirs=(SAMPLE.parent,))
    asked = {"audio": str(SAMPLE), "multichannel": True, "wait_seconds": 300}
    with Client(settings) as client:
        client.run(transcribe.start({**asked, "audio_end_at": 2000}))
        start = time.perf_counter()
        view = client.run(transcribe.start(asked))
        taken = time.perf_counter() - start
    spoken = 2 * (view.audio_duration or 0)  # each channel is decoded
    note = f"{spoken:.0f} s of sound in {taken:.1f} s, on one core"
    return Figure("decoding: seconds of work for a second of sound", "s", taken / spoken, {}, None, note)


def _memory(process: psutil.Process) -> float:
    """Resident, the speech workers' included."""
    family = [process, *process.children(recursive=True)]
    return float(sum(member.memory_info().rss for member in family)) / 1e6
