"""Failures of the disk and of SQLite, as errors that a client can act on."""

import errno
import logging
import sqlite3
from collections.abc import Generator
from contextlib import contextmanager

from assemblyai_emulator.errors import StorageError

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""The disk, the user's share of it, or the largest size of a file is used up."""

_SQLITE_FAILURES = frozenset(
    {
        sqlite3.SQLITE_BUSY,
        sqlite3.SQLITE_CANTOPEN,
        sqlite3.SQLITE_CORRUPT,
        sqlite3.SQLITE_FULL,
        sqlite3.SQLITE_IOERR,
        sqlite3.SQLITE_LOCKED,
        sqlite3.SQLITE_NOMEM,
        sqlite3.SQLITE_NOTADB,
        sqlite3.SQLITE_PERM,
        sqlite3.SQLITE_READONLY,
    }
)
"""What the machine causes. The other errors of SQLite are mistakes in this program."""

_PRIMARY_CODE = 0xFF
"""The part of SQLite's extended error code that names the kind of error."""

_INSUFFICIENT_STORAGE, _SERVICE_UNAVAILABLE = 507, 503

_log = logging.getLogger(__name__)


@contextmanager
def reported(*, missing_is_failure: bool = True) -> Generator[None]:
    """Raise StorageError instead of an OSError, or of an error of SQLite that is not a mistake of this program.

    Without `missing_is_failure`, FileNotFoundError passes.
    """
    try:
        yield
    except FileNotFoundError as error:
        if not missing_is_failure:
            raise
        raise _storage_error(error, full=False) from error
    except OSError as error:
        raise _storage_error(error, full=error.errno in _FULL) from error
    except sqlite3.Error as error:
        code = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR) & _PRIMARY_CODE
        if code not in _SQLITE_FAILURES:
            raise
        raise _storage_error(error, full=code == sqlite3.SQLITE_FULL) from error


def _storage_error(error: OSError | sqlite3.Error, *, full: bool) -> StorageError:
    _log.warning("the data directory cannot be used: %s", error)
    if full:
        return StorageError(
            _INSUFFICIENT_STORAGE,
            "The emulator's disk is full, so this was not done. Free some space on the disk of its --data-dir, "
            "then send the request again. Jobs that are already queued continue by themselves.",
        )
    # Without the path, which is in the log: it is not the client's.
    reason = error.strerror if isinstance(error, OSError) else error
    return StorageError(
        _SERVICE_UNAVAILABLE,
        f"The emulator's data directory cannot be used ({reason}), so this was not done. Check its disk and its "
        "permissions (--data-dir), then send the request again. Jobs that are already queued continue by themselves.",
    )
