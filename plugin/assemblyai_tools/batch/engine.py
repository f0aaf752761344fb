"""The durable engine, DBOS, behind four calls: enqueue, work, recover, cancel. Nothing else knows of it.

A workflow is a chunk of some hundred recordings, without steps: the recordings' rows say how far each is, and a
workflow only sees to it that some live process works on the chunk until it is done. What the engine keeps are numbers
and the batch's name, as JSON, never a key. It is one per process and has one database: a batch runs in a process of its
own, or after what ran before has ended. Three of its names are private (marked below), so each release is tested
first.
"""

import asyncio
import logging
import threading
import time
from asyncio import AbstractEventLoop
from collections import Counter
from collections.abc import Awaitable, Callable, Generator, Iterable, Sequence
from contextlib import contextmanager
from typing import TypeAlias

import dbos._dbos as dbos_internals
from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, SetWorkflowID, WorkflowStatus
from sqlalchemy.exc import SQLAlchemyError

from assemblyai_tools.batch.database import Database
from assemblyai_tools.batch.database_errors import DatabaseError, full, gone, is_full, reason
from assemblyai_tools.batch.tables import SCHEMA
from assemblyai_tools.errors import ConfigurationError

Chunk: TypeAlias = tuple[int, int]
"""The first and the last number of its recordings."""

RunChunk: TypeAlias = Callable[[str, int, int], Awaitable[None]]
"""Works on a chunk (batch, first, last) until nothing is left to do in it."""

ACTIVE_CHUNKS = 30
"""Chunks that a worker works on at once: most of their recordings only wait, and the sending is bounded elsewhere."""

POLL_SECONDS = 1.0
"""Seconds between two looks of a worker for another chunk."""

ALONE = "local"
"""The engine's name of the only worker on SQLite: with the same name it goes on at once with what it had left."""

_IDLE_SECONDS = 10.0
"""Seconds for which the engine may do nothing in the middle of a transaction."""

_QUEUE_END_SECONDS = 10.0
"""Seconds that the end waits for the thread of a queue, which may wait for a database that does not answer."""

_A_MOMENT = 0.001
"""Seconds between two looks whether a thread has started."""

_APPLICATION = "assemblyai-tools"
_VERSION = f"batch-{SCHEMA}"
"""The engine does not touch work of another version, and says nothing of it: so it changes with the tables only."""

_ACTIVE = ("ENQUEUED", "PENDING", "DELAYED")
"""The statuses of a workflow that has not ended."""

_running: "Engine | None" = None


@DBOS.workflow(name="assemblyai_batch_chunk", max_recovery_attempts=None)
async def _chunk(batch: str, first: int, last: int) -> None:
    """One workflow. It runs on the engine's own event loop, and the work on the worker's."""
    if _running:
        await _running.run(batch, first, last)


class Engine:
    """The engine of this process, from `work` to `end`. `worker` is its name among those on the same database."""

    def __init__(self, database: Database, worker: str, *, poll_seconds: float = POLL_SECONDS) -> None:
        self._database = database
        self._worker = worker
        self._poll_seconds = poll_seconds
        self._run: RunChunk | None = None
        self._loop: AbstractEventLoop | None = None

    async def work(self, batch: str, run: RunChunk) -> None:
        """Begin to take chunks of this batch from the queue, and run each in the running event loop."""
        global _running
        if _running or _is_taken():
            raise ConfigurationError(
                "This process runs DBOS already, with a database of its own, and it can have one only.",
                next_step="Run the batch in a process of its own: assemblyai-tools batch work.",
            )
        _running, self._run, self._loop = self, run, asyncio.get_running_loop()
        try:
            # In a thread: the engine then makes an event loop of its own, instead of giving this one its threads.
            await asyncio.to_thread(self._launch, batch)
        except SQLAlchemyError as error:
            await self.end()
            raise _unusable(self._database, error) from error
        except BaseException:
            await self.end()
            raise

    def _launch(self, batch: str) -> None:
        DBOS(
            config={
                "name": _APPLICATION,
                "system_database_url": _url(self._database),
                "application_version": _VERSION,
                "executor_id": self._worker,
                "serializer": DBOSPortableJSONSerializer(),
                # Its warnings are tracebacks of each of its threads, each second, while the database does not answer.
                "log_level": "ERROR",
                # Then Postgres ends the transaction of a machine that went to sleep, and with it its locks.
                "sys_db_idle_transaction_timeout_sec": _IDLE_SECONDS,
                "notification_listener_polling_interval_sec": self._poll_seconds,
            }
        )
        DBOS.listen_queues([queue_of(batch)])
        with _silence():  # what goes wrong is raised too, and need not be a page long
            DBOS.launch()
        # No limiter: it counts the starts of chunks, not requests. No limit over all workers: the chunks of one that
        # died would count for ever.
        DBOS.register_queue(
            queue_of(batch),
            worker_concurrency=ACTIVE_CHUNKS,
            polling_interval_sec=self._poll_seconds,
            on_conflict="always_update",
        )

    async def run(self, batch: str, first: int, last: int) -> None:
        """Run a chunk in the worker's event loop; called in the engine's."""
        if self._run and self._loop:
            await asyncio.wrap_future(
                asyncio.run_coroutine_threadsafe(_as_coroutine(self._run, batch, first, last), self._loop)
            )

    async def enqueue(self, batch: str, chunks: Iterable[Chunk]) -> int:
        """Put chunks into the queue, except those that are in it or being worked on; gives how many were put.

        None are put if the database does not answer; then this is to be called again.
        """
        try:
            return await asyncio.to_thread(self._enqueue, batch, list(chunks))
        except SQLAlchemyError as error:
            self._database.trouble(f"The queue does not answer ({reason(error)}).")
            return 0

    def _enqueue(self, batch: str, chunks: Sequence[Chunk]) -> int:
        started, active = Counter[Chunk](), set[Chunk]()
        known = DBOS.list_workflows(workflow_id_prefix=f"{batch}/", load_input=False, load_output=False)
        for one in _of(batch, known):
            chunk = _chunk_of(one.workflow_id)
            started[chunk] += 1
            if one.status in _ACTIVE and one.app_version == _VERSION:
                active.add(chunk)
        waiting = [chunk for chunk in chunks if chunk not in active]
        for first, last in waiting:
            # Two workers that do the same at the same time give it the same id, and it is one workflow.
            with SetWorkflowID(f"{batch}/{first}-{last}/{started[first, last]}"):
                DBOS.enqueue_workflow(queue_of(batch), _chunk, batch, first, last)
        return len(waiting)

    @staticmethod
    def recover(workers: Sequence[str]) -> None:
        """Put the chunks of dead workers back into the queue: the engine does so only when it is told."""
        # Private: the public way, to resume each, is not safe if two workers do it.
        DBOS._recover_pending_workflows(list(workers))  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]

    async def end(self) -> None:
        """Stop, in the middle of chunks if need be: they stay this worker's, and are recovered."""
        global _running  # noqa: PLW0603
        await asyncio.to_thread(_end)
        _running = None


def _end() -> None:
    """End the engine, its queues first: a thread of theirs could give a chunk to an event loop that has ended."""
    engine = dbos_internals._dbos_global_instance  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]
    for stop in engine.background_thread_stop_events if engine else ():
        stop.set()
    for thread in threading.enumerate():
        if thread.name.startswith("queue-worker-"):
            _join(thread)
    DBOS.destroy()


def _join(thread: threading.Thread) -> None:
    """Wait for its end. A thread that is just being started is listed already, but cannot be joined yet."""
    while not thread.is_alive() and thread in threading.enumerate():
        time.sleep(_A_MOMENT)
    thread.join(_QUEUE_END_SECONDS)


@contextmanager
def _silence() -> Generator[None]:
    """Let the engine log nothing."""
    logger = logging.getLogger("dbos")
    logger.addFilter(_refuse)
    try:
        yield
    finally:
        logger.removeFilter(_refuse)


def _refuse(_record: logging.LogRecord) -> bool:
    return False


def _unusable(database: Database, error: SQLAlchemyError) -> DatabaseError:
    return full(database) if is_full(error) else gone(database, 0.0, reason(error))


async def _as_coroutine(run: RunChunk, batch: str, first: int, last: int) -> None:
    await run(batch, first, last)


def cancel(database: Database, batch: str) -> int:
    """Take the chunks of a batch that no worker has begun out of the queue; gives how many."""
    with _client(database) as client:
        waiting = [one.workflow_id for one in _workflows(client, batch) if one.status == "ENQUEUED"]
        if waiting:
            client.cancel_workflows(waiting)
    return len(waiting)


def stranded(database: Database, batch: str) -> int:
    """How many chunks of a batch wait for a worker of another version of this package."""
    with _client(database) as client:
        found = _workflows(client, batch)
    return sum(one.status in _ACTIVE and one.app_version != _VERSION for one in found)


def _is_taken() -> bool:
    """Whether this process has an engine already, perhaps its program's own. Private: there is no public question."""
    return dbos_internals._dbos_global_instance is not None  # noqa: SLF001 # pyright: ignore[reportPrivateUsage]


def queue_of(batch: str) -> str:
    """The queue of a batch. Each has its own, as a worker has the key of one account."""
    return f"assemblyai-batch-{batch}"


def _workflows(client: DBOSClient, batch: str) -> Sequence[WorkflowStatus]:
    try:
        known = client.list_workflows(workflow_id_prefix=f"{batch}/", load_input=False, load_output=False)
    except SQLAlchemyError:  # no worker has run yet, so that the engine has no tables
        return []
    return _of(batch, known)


def _of(batch: str, workflows: Sequence[WorkflowStatus]) -> Sequence[WorkflowStatus]:
    """Those of this batch: on SQLite the engine takes `may` and `May` for the same."""
    return [one for one in workflows if one.workflow_id.startswith(f"{batch}/")]


@contextmanager
def _client(database: Database) -> Generator[DBOSClient]:
    """The engine's tables, without the engine."""
    client = DBOSClient(
        system_database_url=_url(database),
        serializer=DBOSPortableJSONSerializer(),
        application_name=_APPLICATION,
        lazy=True,
        retry_connection_errors=False,
    )
    try:
        yield client
    finally:
        client.destroy()


def _url(database: Database) -> str:
    return database.url.replace("postgresql+psycopg://", "postgresql://", 1)


def _chunk_of(workflow_id: str) -> Chunk:
    first, _, last = workflow_id.split("/")[1].partition("-")
    return int(first), int(last)
