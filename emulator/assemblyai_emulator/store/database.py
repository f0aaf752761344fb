"""Runs SQLite on its own thread, so that a query never blocks the event loop."""

import asyncio
import contextlib
import itertools
import sqlite3
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from assemblyai_emulator.errors import SetupError, StorageError
from assemblyai_emulator.store import failures
from assemblyai_emulator.store.schema import migrate

P = ParamSpec("P")
T = TypeVar("T")

_OWNER_ONLY = 0o600

_FIRST_PAUSE = 0.25
_LONGEST_PAUSE = 10.0
"""Seconds between two tries of `run_when_possible`: the pause doubles from the first to the longest."""


class Database:
    """One connection on one thread. Calls run one after another, each in its own transaction."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._connection: sqlite3.Connection | None = None
        self._unerased = False

    async def open(self) -> None:
        """Raises SetupError if the file is not a database, or if a newer emulator wrote it."""
        self._connection = await self._on_thread(self._connect)

    async def close(self) -> None:
        if self._connection is not None:
            await self._on_thread(self._connection.close)
        self._thread.shutdown()

    async def run(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `work(connection, ...)` in a transaction. It is rolled back if `work` raises.

        Raises StorageError if the disk is full or fails.
        """
        return await self._on_thread(
            partial(self._transaction, lambda connection: work(connection, *args, **kwargs))
        )

    async def run_when_possible(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Like `run`, but where that raises StorageError, try again until the disk works. For what has no client."""
        for pause in _pauses():
            try:
                return await self.run(work, *args, **kwargs)
            except StorageError:
                await asyncio.sleep(pause)
        raise AssertionError  # pragma: no cover - the pauses have no end

    async def erase_deleted(self) -> None:
        """Call after a delete: overwrites the data in the database file, and truncates the log that still holds it.

        Where the disk is full or fails, that is done after the next transaction that succeeds.
        """
        self._unerased = True
        await self._on_thread(self._erase)

    def _erase(self) -> None:
        if self._connection is None or not self._unerased:
            return
        with contextlib.suppress(StorageError), failures.reported():
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            self._unerased = False

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            raise RuntimeError("The database is not open.")
        with failures.reported(), self._connection:
            result = work(self._connection)
        self._erase()
        return result

    def _connect(self) -> sqlite3.Connection:
        try:
            # SQLite gives its log and its index the permissions of the database.
            self._path.touch(_OWNER_ONLY)
            self._path.chmod(_OWNER_ONLY)
            return self._connected()
        except (OSError, sqlite3.Error) as error:
            raise SetupError(
                f"{self._path} cannot be used as the emulator's database ({error}). Choose another --data-dir."
            ) from error

    def _connected(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self._path, check_same_thread=False)
        try:
            _set_up(connection)
        except BaseException:
            connection.close()
            raise
        return connection

    async def _on_thread(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, work)


def _pauses() -> Iterator[float]:
    for count in itertools.count():
        yield min(_FIRST_PAUSE * 2 ** min(count, 10), _LONGEST_PAUSE)


def _set_up(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    # Overwrites deleted data with zeros, so that no deleted speech stays in the file.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    migrate(connection)
