"""Ten thousand recordings in a batch on SQLite, while requests fail and the worker is killed again and again."""

import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
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
        limits = sorted(chance.sample(range(RECORDINGS * 9 // 10), KILLS))
        for limit in limits:
            with worker(url, database) as running:
                until(running, limit)
                time.sleep(chance.random())
                running.kill()
        with worker(url, database) as running:
            until(running, RECORDINGS)
            running.wait()
        yield from judged(
            url, database, f"in {RECORDINGS:,} recordings, {FAULTS:.0%} of requests fail, {KILLS} kills"
        )


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
    """What came of the batch: each recording is done with a job of its own, and there are no other jobs."""
    jobs = httpx.get(f"{url}/stub", headers={"Authorization": KEY}).json()["jobs"]
    with Batch.open(NAME, database=database, settings=settings(url)) as batch:
        rows = batch.rows(limit=RECORDINGS)
    good = {row.transcript_id for row in rows if row.state == "done" and row.transcript_id in jobs}
    yield Figure(f"recordings lost {what}", len(rows) - len(good), 0)
    yield Figure(f"jobs billed twice {what}", len(jobs) - len(rows), 0)
