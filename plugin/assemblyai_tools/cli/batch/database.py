"""The database that a command of batches uses, and the batch in it."""

from collections.abc import Generator
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click
from click.shell_completion import CompletionItem

from assemblyai_tools.cli.batch.place import Place, exists, in_state_folder
from assemblyai_tools.cli.session import Common
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError, InvalidArgumentsError

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.progress.snapshot import Snapshot


def database_option() -> click.Option:
    return click.Option(
        ["--database"],
        metavar="PATH|URL",
        help="Where batches are kept: a file of SQLite for one machine, or postgresql://user@host/name for many, with "
        "the password in PGPASSWORD or ~/.pgpass: others can read what is typed here. Default: a file in your state "
        "folder.",
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
        names = batch_names(Place(common, given.get("database")).where())
    except AssemblyAIError:  # nobody can be told
        return []
    return [CompletionItem(name) for name in names if name.startswith(incomplete)]


@contextmanager
def opened_batch(name: str, place: Place, settings: Settings | None = None) -> Generator["Batch"]:
    """An open batch. Raises an AssemblyAIError if there is no such batch."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - it imports SQLAlchemy

    where = place.where()
    if not exists(where):  # opening it would make it
        raise InvalidArgumentsError(
            f"There is no batch {name} in {where}.", next_step=_others(name, where, place)
        )
    try:
        batch = Batch.open(name, database=where, settings=settings)
    except InvalidArgumentsError as error:
        error.next_step = _others(name, where, place)
        raise
    with batch:
        yield batch


def _others(name: str, where: str, place: Place) -> str:
    return _elsewhere(name, where) or f"To see those there are: {place.command('status')}"


def _elsewhere(name: str, where: str) -> str | None:
    """What to do about a batch that is in the other one of the two files: with --offline, or without."""
    live, offline = (in_state_folder(offline=offline) for offline in (False, True))
    if where == live and name in batch_names(offline):
        return "It was started with --offline: add --offline."
    if where == offline and name in batch_names(live):
        return "It was started without --offline: leave it out."
    return None


def batch_names(where: str) -> list[str]:
    """The batches in a database, the newest first."""
    from assemblyai_tools.batch.batch import Batch  # noqa: PLC0415 - see above

    return Batch.names(where) if exists(where) else []


def look_at(batch: "Batch") -> "Snapshot":
    """How far a batch is now."""
    from assemblyai_tools.batch.progress.snapshot import snapshot  # noqa: PLC0415 - see above

    with batch.database.engine.connect() as connection:
        return snapshot(connection, batch.name, batch.database.now(connection))
