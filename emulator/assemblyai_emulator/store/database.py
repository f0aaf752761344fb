"""Runs SQLite on a thread of its own, so that a query never holds up the event loop."""

import asyncio
import sqlite3
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from assemblyai_emulator.errors import SetupError
from assemblyai_emulator.store.schema import migrate

P = ParamSpec("P")
T = TypeVar("T")

_OWNER_ONLY = 0o600


class Database:
    """One connection, one thread: calls run one after another, each in a transaction of its own."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="sqlite")
        self._connection: sqlite3.Connection | None = None

    async def open(self) -> None:
        """Raises SetupError for a file that cannot be used: no database, or one that a newer emulator wrote."""
        self._connection = await self._on_thread(self._connect)

    async def close(self) -> None:
        if self._connection is not None:
            await self._on_thread(self._connection.close)
        self._thread.shutdown()

    async def run(
        self, work: Callable[Concatenate[sqlite3.Connection, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> T:
        """Call `work(connection, ...)` in a transaction: it is committed, or rolled back if `work` raises."""
        return await self._on_thread(
            partial(self._transaction, lambda connection: work(connection, *args, **kwargs))
        )

    async def erase_deleted(self) -> None:
        """After a delete: write over what it freed, and empty the log that still holds the old pages."""
        await self._on_thread(self._checkpoint)

    def _checkpoint(self) -> None:
        if self._connection is not None:
            self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _transaction(self, work: Callable[[sqlite3.Connection], T]) -> T:
        if self._connection is None:
            raise RuntimeError("The database is not open.")
        with self._connection:
            return work(self._connection)

    def _connect(self) -> sqlite3.Connection:
        try:
            # SQLite gives its log and index the database's own permissions.
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


def _set_up(connection: sqlite3.Connection) -> None:
    connection.row_factory = sqlite3.Row
    # Deleted speech must not linger in free pages of the file.
    connection.execute("PRAGMA secure_delete = ON")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    migrate(connection)
