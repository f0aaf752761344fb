"""The database of batches: SQLite on one machine, Postgres for many.

Everything that is asked of it while a batch runs goes through one thread, and what comes within some milliseconds is
one transaction: a commit waits for the disk, and thousands of recordings would each wait for their own. On SQLite the
engine's tables are in the same file, so that one file is the whole batch.
"""

import asyncio
import logging
import time
from asyncio import AbstractEventLoop, Future
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy.exc import SQLAlchemyError

from assemblyai_tools.batch import engines
from assemblyai_tools.batch.database_errors import (
    DatabaseError,
    full,
    gone,
    is_conflict,
    is_full,
    may_pass,
    reason,
    shown,
)
from assemblyai_tools.batch.tables import METADATA, SCHEMA, SCHEMA_NUMBER

T = TypeVar("T")

GROUP_SECONDS = 0.003
"""Seconds for which the thread collects what becomes one transaction."""

PATIENCE = 300.0
"""Seconds for which a database that does not answer is waited for."""

_PAUSE = 1.0
"""Seconds between two tries to reach it."""

_TELL_SECONDS = 30.0
"""Seconds between two lines that say so."""

_CREATING = 0x61616962
"""The number of the lock under which Postgres creates the tables: two workers may begin at the same time."""

_LOG = logging.getLogger("assemblyai_tools.batch")

Work = Callable[[Connection], T]
"""What is done in a transaction. It may be done again if the transaction failed, so it changes nothing else."""


@dataclass(frozen=True, slots=True)
class _Asked:
    work: Work[Any]
    loop: AbstractEventLoop
    answer: Future[Any]
    alone: bool

    def settle(self, result: Any, error: BaseException | None) -> None:
        if self.answer.done():  # the caller was cancelled
            return
        if error:
            self.answer.set_exception(error)
        else:
            self.answer.set_result(result)


class Database:
    """The tables, and a thread that reads and writes them.

    `trouble` is told in one line that the database does not answer and is waited for. `patience` are seconds.
    """

    def __init__(
        self,
        engine: Engine,
        path: Path | None,
        *,
        patience: float = PATIENCE,
        trouble: Callable[[str], object] = _LOG.warning,
        pause: Callable[[float], None] = time.sleep,
    ) -> None:
        self.engine = engine
        """For reads of other threads."""
        self.path = path
        """The file; None on Postgres."""
        self.trouble = trouble
        self._writer = engine.execution_options(writes=True)
        self._patience = patience
        self._pause = pause
        self._queue = SimpleQueue[_Asked | None]()
        self._thread: Thread | None = None

    @property
    def is_shared(self) -> bool:
        """Whether several machines may use it."""
        return self.path is None

    @property
    def url(self) -> str:
        """Its address with the password, for the engine."""
        return self.engine.url.render_as_string(hide_password=False)

    def now(self, connection: Connection) -> float:
        """The database's clock, in Unix seconds: on SQLite the machine's."""
        if self.path:
            return time.time()
        return float(connection.execute(text("SELECT extract(epoch FROM clock_timestamp())")).scalar_one())

    async def run(self, work: Work[T], *, alone: bool = False) -> T:
        """Do something in a transaction, together with what others ask at the same time.

        `alone` is for what other machines wait for: it is locked for as short as possible.
        """
        loop = asyncio.get_running_loop()
        asked = _Asked(work, loop, loop.create_future(), alone)
        if self._thread is None:
            self._thread = Thread(target=self._serve, name="batch-database", daemon=True)
            self._thread.start()
        self._queue.put(asked)
        return cast("T", await asked.answer)

    def run_here(self, work: Work[T], *, patience: float | None = None) -> T:
        """The same in this thread and in a transaction of its own."""
        return cast("T", self._results([work], self._patience if patience is None else patience)[0])

    def close(self) -> None:
        """End the thread, after what it was asked already, and close the connections."""
        if self._thread:
            self._queue.put(None)
            self._thread.join()
            self._thread = None
        self.engine.dispose()

    def _serve(self) -> None:
        while (first := self._queue.get()) is not None:
            time.sleep(GROUP_SECONDS)
            group, ends = [first], False
            try:
                while not ends:
                    more = self._queue.get_nowait()
                    ends = more is None
                    group += [more] if more else []
            except Empty:
                pass
            for one in group:
                if one.alone:
                    self._answer([one])
            together = [one for one in group if not one.alone]
            if together:
                self._answer(together)
            if ends:
                return

    def _answer(self, group: Sequence[_Asked]) -> None:
        try:
            results = self._results([one.work for one in group], self._patience)
        except DatabaseError as error:
            _deliver([(one, None, error) for one in group])
        except Exception as error:  # noqa: BLE001 - it goes to the caller
            if len(group) == 1:
                _deliver([(group[0], None, error)])
                return
            for one in group:  # one of them failed, which is not the others' fault
                self._answer([one])
        else:
            _deliver([(one, result, None) for one, result in zip(group, results, strict=True)])

    def _results(self, group: Sequence[Work[Any]], patience: float) -> list[Any]:
        """Do all in one transaction. A database that does not answer is waited for."""
        waited = 0.0
        while True:
            try:
                with self._writer.begin() as connection:
                    return [work(connection) for work in group]
            except SQLAlchemyError as error:
                if is_full(error):
                    raise full(self) from error
                if is_conflict(error):
                    continue
                if not may_pass(error, is_shared=self.is_shared):
                    raise
                if waited >= patience:
                    raise gone(self, waited, reason(error)) from error
                if waited % _TELL_SECONDS == 0:
                    self.trouble(f"{self} does not answer ({reason(error)}); waiting for it.")
            self._pause(_PAUSE)
            waited += _PAUSE

    def __str__(self) -> str:
        return f"The database {self.path or shown(self.url)}"


def open_database(where: str | Path, **options: Any) -> Database:
    """The database at a path, `sqlite:///path` or `postgresql://…`, with its tables. `options` are the Database's.

    Raises a DatabaseError if it cannot be opened, or if its tables are another version's.
    """
    given = str(where)
    path = None if "://" in given and not given.startswith("sqlite:") else _path(given)
    try:
        engine = engines.of_file(path) if path else engines.of_server(given)
        database = Database(engine, path, **options)
        with database.engine.execution_options(writes=True).begin() as connection:
            number = _created(connection)
    except (SQLAlchemyError, OSError) as error:
        raise DatabaseError(
            f"The database {path or shown(given)} cannot be opened ({reason(error)}).",
            next_step="Give a path (one machine), or postgresql://user@host/name (many).",
        ) from None
    if number != SCHEMA:
        database.close()
        raise DatabaseError(
            f"{database} was made by another version (its tables have number {number}, this one's {SCHEMA}).",
            next_step="Use the version that made it, or start the batch in a new database.",
        )
    return database


def _path(given: str) -> Path:
    return Path(given.removeprefix("sqlite:///").removeprefix("sqlite:")).expanduser().absolute()


def _created(connection: Connection) -> int:
    """Create what is missing; gives the number of the tables' version."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _CREATING})
    METADATA.create_all(connection)
    number = connection.execute(select(SCHEMA_NUMBER.c.number)).scalar()
    if number is None:
        connection.execute(insert(SCHEMA_NUMBER).values(number=SCHEMA))
    return SCHEMA if number is None else number


def _deliver(settled: Sequence[tuple[_Asked, Any, BaseException | None]]) -> None:
    """Wake the callers: one call into each event loop for the whole group."""
    for loop in {one.loop for one, _, _ in settled}:
        here = [row for row in settled if row[0].loop is loop]
        try:
            loop.call_soon_threadsafe(partial(_settle, here))
        except RuntimeError:  # the loop is closed, and its tasks with it
            continue


def _settle(settled: Sequence[tuple[_Asked, Any, BaseException | None]]) -> None:
    for asked, result, error in settled:
        asked.settle(result, error)
