"""The database that a command of batches uses, and the batch in it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from assemblyai_tools.cli.session import Common
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import MissingExtraError
from assemblyai_tools.lazy import is_installed

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.progress import Snapshot

_FILE = "batches.sqlite3"
"""The name of the database on one machine."""

_NEEDS = ("dbos", "sqlalchemy")
"""Packages of the extra `batch`."""


def database_option() -> click.Option:
    return click.Option(
        ["--database"],
        metavar="PATH|URL",
        help="Where batches are kept: a file of SQLite for one machine, or postgresql://user:password@host/name for "
        "many. Default: a file in your state folder.",
    )


def where_is(database: str | None, common: Common) -> str:
    """The database: the one that was given, or the file in the user's state folder; --offline has one of its own.

    Raises a MissingExtraError without the extra `batch`.
    """
    for package in _NEEDS:
        if not is_installed(package):
            raise MissingExtraError.of("A batch", needs=package, extra="batch")
    if database:
        return database
    from assemblyai_tools.cli.offline_state import offline_folder  # noqa: PLC0415 - it imports platformdirs

    folder = offline_folder()
    return str((folder if common.offline else folder.parent) / _FILE)


@contextmanager
def opened_batch(name: str, where: str, settings: Settings | None = None) -> Generator["Batch"]:
    """An open batch. Raises an AssemblyAIError if there is no such batch."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - it imports SQLAlchemy

    with Batch.open(name, database=where, settings=settings) as batch:
        yield batch


def batch_names(where: str) -> list[str]:
    """The batches in a database, the newest first."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - see above

    is_file = "://" not in where
    return [] if is_file and not Path(where).expanduser().exists() else Batch.names(where)


def look_at(batch: "Batch") -> "Snapshot":
    """How far a batch is now."""
    from assemblyai_tools.batch.progress import snapshot  # noqa: PLC0415 - see above

    with batch.database.engine.connect() as connection:
        return snapshot(connection, batch.name, batch.database.now(connection))
