"""Ten thousand recordings in a batch on SQLite, while requests fail and the worker is killed again and again."""

import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
from benchmarks import child
from tests.attack.batch_worker import KEY, NAME, settings, start
from tests.attack.figure import Figure

from assemblyai_tools.batch.batch import Batch

RECORDINGS = 10_000
KILLS = 5
FAULTS = 0.02
"""The share of requests that fail: refused, dropped before or after they are carried out, or carried out and failed."""

LATENCY = 0.03
"""Seconds that the service takes for each answer, so that a kill meets requests that are under way."""

LAG = 2.0
"""Seconds until the list shows a new job."""


def attack() -> Iterator[Figure]:
    chance = random.Random(15)
    with tempfile.TemporaryDirectory() as folder, stub() as url:
        database = str(Path(folder, "batch.sqlite"))
        start(url, database, Path(folder), RECORDINGS)
        limits, met = sorted(chance.sample(range(RECORDINGS * 9 // 10), KILLS)), Met()
        for limit in limits:
            with worker(url, database) as running:
                until(running, limit)
                time.sleep(chance.random())
                met.kill(running, signal.SIGKILL, url, database)
        with worker(url, database) as running:
            until(running, RECORDINGS)
            running.wait()
        what = f"in {RECORDINGS:,} recordings, {FAULTS:.0%} of requests fail, {KILLS} kills"
        yield from met.figures(KILLS, what)
        yield from judged(url, database, what)


@dataclass(slots=True)
class Met:
    """What the kills of an attack met."""

    alive: int = 0
    in_doubt: int = 0
    """Recordings whose jobs may have existed when their worker was killed."""

    def kill(self, running: subprocess.Popen[str], how: signal.Signals, url: str, database: str) -> None:
        self.alive += running.poll() is None
        os.kill(running.pid, how)
        if how is signal.SIGKILL:
            running.wait()
        with Batch.open(NAME, database=database, settings=settings(url)) as batch:
            self.in_doubt += batch.status().get("creating", 0)

    def figures(self, kills: int, what: str) -> Iterator[Figure]:
        yield Figure(f"kills that met a worker at work {what}", self.alive, kills, least=kills)
        yield Figure(f"recordings in doubt at a kill {what}", self.in_doubt, RECORDINGS, least=1)


@contextmanager
def stub() -> Iterator[str]:
    """A service whose requests fail in every way."""
    with child.stub(faults=FAULTS, latency=LATENCY, lag=LAG, kinds="all") as url:
        yield url


@contextmanager
def worker(url: str, database: str) -> Iterator[subprocess.Popen[str]]:
    """A process that works on the batch."""
    command = [sys.executable, "-m", "tests.attack.batch_worker", url, database]
    running = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield running
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def until(running: subprocess.Popen[str], done: int) -> None:
    """Wait until so many recordings are done, or the worker has ended."""
    next((line for line in running.stdout if int(line) >= done), None)


def judged(url: str, database: str, what: str) -> Iterator[Figure]:
    """What came of the batch: each recording is done with a job of its own, and there are no other jobs.

    Its result is written, and results.jsonl has one line about it.
    """
    jobs = httpx.get(f"{url}/stub", headers={"Authorization": KEY}).json()["jobs"]
    with Batch.open(NAME, database=database, settings=settings(url)) as batch:
        rows = batch.rows(limit=RECORDINGS)
        results = Path(json.loads(batch.row()["outputs"])["to"])
    good = {row.transcript_id for row in rows if row.state == "done" and row.transcript_id in jobs}
    yield Figure(f"recordings lost {what}", len(rows) - len(good), 0)
    yield Figure(f"jobs billed twice {what}", len(jobs.keys() - good), 0)
    written = landed(results)
    yield Figure(f"recordings without a result of their own {what}", len(good - written.keys()), 0)
    lines = (results / "results.jsonl").read_text().splitlines()
    yield Figure(
        f"lines of results.jsonl more or less than recordings {what}", abs(len(lines) - len(rows)), 0
    )


def landed(results: Path) -> dict[str, str]:
    """The transcripts of results.jsonl with a file of their own that holds something, and the file."""
    files: dict[str, str] = {}
    taken: set[str] = set()
    for line in map(json.loads, (results / "results.jsonl").read_text().splitlines()):
        (name,) = line["files"].values()
        path = results / name
        if name not in taken and path.is_file() and path.stat().st_size:
            files[line["transcript_id"]] = name
        taken.add(name)
    return files
