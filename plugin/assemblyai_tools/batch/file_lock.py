"""The lock of the one worker that may run on an SQLite file."""

import fcntl
import os
from pathlib import Path

from assemblyai_tools.errors import AssemblyAIError


class BusyError(AssemblyAIError):
    """Another worker runs on the same SQLite file."""


class FileLock:
    """Locks a file beside the database, by whatever name that is reached, for as long as this process lives."""

    def __init__(self, database: Path) -> None:
        self._path = Path(f"{database.resolve()}.lock")
        self._descriptor = self._locked(database)
        while not self.is_held():  # it was removed in between
            self.release()
            self._descriptor = self._locked(database)

    def is_held(self) -> bool:
        """Whether the file is still the one that is locked: of one that was removed, another worker makes its own."""
        try:
            there = self._path.stat()
        except OSError:
            return False
        return os.path.samestat(os.fstat(self._descriptor), there)

    def release(self) -> None:
        os.close(self._descriptor)

    def _locked(self, database: Path) -> int:
        descriptor = os.open(self._path, os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            os.close(descriptor)
            raise BusyError(
                f"Another `batch work` runs on {database} already, so this one was not started.",
                next_step=(
                    "Wait for it or end it. For several workers at once, start the batch with a Postgres database."
                ),
            ) from None
        return descriptor
