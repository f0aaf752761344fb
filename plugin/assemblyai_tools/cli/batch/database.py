"""The database that a command of batches uses, and the batch in it."""

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.session import Common
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError, FileAccessError, InvalidArgumentsError, MissingExtraError
from assemblyai_tools.lazy import is_installed

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.progress.snapshot import Snapshot

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


def name_argument(*, required: bool = True) -> click.Argument:
    return click.Argument(
        ["name"],
        required=required,
        help="The batch." if required else "A batch; default: all.",
        shell_complete=complete_name,
    )


def complete_name(context: click.Context, _: click.Parameter, incomplete: str) -> list[CompletionItem[str]]:
    """The batches that begin like this, for the shell."""
    given = context.params
    try:
        common = Common(offline=bool(given.get("offline")), as_json=False, quiet=True)
        names = batch_names(where_is(given.get("database"), common))
    except AssemblyAIError:  # nobody can be told
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


def where_is(database: str | None, common: Common, *, begins: bool = False) -> str:
    """The database: the one that was given, or the file in the user's state folder; --offline has one of its own.

    Raises a MissingExtraError without the extra `batch`, and a FileAccessError if there is no such file, unless the
    command begins a batch, which makes it.
    """
    for package in _NEEDS:
        if not is_installed(package):
            raise MissingExtraError.of("A batch", needs=package, extra="batch")
    if database:
        if not begins and not _exists(database):
            raise FileAccessError(
                f"There is no database {database}.",
                next_step=f"Check its name: only `{PROGRAM} batch start` makes one.",
            )
        return database
    return str(_in_state_folder(offline=common.offline))


def _in_state_folder(*, offline: bool) -> Path:
    """The file in the user's state folder; batches of --offline are apart."""
    from assemblyai_tools.cli.offline_state import offline_folder  # noqa: PLC0415 - it imports platformdirs

    folder = offline_folder()
    return (folder if offline else folder.parent) / _FILE


@contextmanager
def opened_batch(name: str, where: str, settings: Settings | None = None) -> Generator["Batch"]:
    """An open batch. Raises an AssemblyAIError if there is no such batch."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - it imports SQLAlchemy

    if not _exists(where):  # opening it would make it
        raise InvalidArgumentsError(f"There is no batch {name} in {where}.", next_step=_others(name, where))
    try:
        batch = Batch.open(name, database=where, settings=settings)
    except InvalidArgumentsError as error:
        error.next_step = _others(name, where)
        raise
    with batch:
        yield batch


def _others(name: str, where: str) -> str:
    return _elsewhere(name, where) or f"To see those there are: {PROGRAM} batch status"


def _elsewhere(name: str, where: str) -> str | None:
    """What to do about a batch that is in the other one of the two files: with --offline, or without."""
    live, offline = (str(_in_state_folder(offline=offline)) for offline in (False, True))
    if where == live and name in batch_names(offline):
        return "It was started with --offline: add --offline."
    if where == offline and name in batch_names(live):
        return "It was started without --offline: leave it out."
    return None


def batch_names(where: str) -> list[str]:
    """The batches in a database, the newest first."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - see above

    return Batch.names(where) if _exists(where) else []


def _exists(where: str) -> bool:
    """Whether a database is there, as far as its address tells: a file, or somewhere on the network."""
    if "://" in where and not where.startswith("sqlite:"):
        return True
    return Path(where.removeprefix("sqlite:///").removeprefix("sqlite:")).expanduser().exists()


def look_at(batch: "Batch") -> "Snapshot":
    """How far a batch is now."""
    from assemblyai_tools.batch.progress.snapshot import snapshot  # noqa: PLC0415 - see above

    with batch.database.engine.connect() as connection:
        return snapshot(connection, batch.name, batch.database.now(connection))
