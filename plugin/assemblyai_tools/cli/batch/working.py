"""Works on a batch in this process, and shows how far it is."""

import signal
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from threading import Event
from types import FrameType
from typing import TYPE_CHECKING, Any

import click

from assemblyai_tools.cli.batch.database import look_at
from assemblyai_tools.cli.batch.limits import Amount
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.exits import DONE, INTERRUPTED, SOME_FAILED, TERMINATED, UNFINISHED
from assemblyai_tools.cli.session import Common, live_settings
from assemblyai_tools.cli.terminal import note, write_text
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import (
    AssemblyAIError,
    AuthenticationError,
    ConnectionFailedError,
    PermissionDeniedError,
)

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.progress.snapshot import Snapshot


def work_options() -> list[click.Parameter]:
    """The options of commands that work."""
    return [
        click.Option(
            ["--concurrency"],
            type=click.IntRange(1, 200),
            default=16,
            show_default=True,
            metavar="NUMBER",
            help="Recordings that are sent at once.",
        ),
        click.Option(
            ["--rate"],
            type=Amount(0, min_open=True),
            metavar="NUMBER",
            help="Jobs a second over all machines. Default: what the service's limit allows.",
        ),
    ]


def no_work_option() -> click.Option:
    return click.Option(["--no-work"], is_flag=True, help="Only write it down; `batch work` does it.")


@contextmanager
def service(place: Place) -> Generator[Settings]:
    """The settings for a batch. Raises a ConfigurationError without a key."""
    common = place.common
    if common.offline:
        from assemblyai_tools.cli.offline_state import offline_service  # noqa: PLC0415 - most commands are live

        with offline_service(lambda text: None if common.quiet else note(text)) as settings:
            yield settings
        return
    settings = live_settings()
    settings.require_key()
    yield settings


def work_on(batch: "Batch", place: Place, how: dict[str, Any]) -> int:
    """Work on a batch until nothing is left to do, show the outcome, and give the exit code.

    Ctrl-C and SIGTERM end it after what is being sent; it says how to go on.
    """
    from assemblyai_tools.batch.progress.view import Watching, view_for  # noqa: PLC0415 - it imports SQLAlchemy

    common, go_on = place.common, f"To go on: {place.command('resume', batch.name)}"
    batch.database.trouble = tell
    terminated = Event()
    try:
        with (
            _ended_by_sigterm(terminated),
            Watching(partial(look_at, batch), view_for(sys.stderr, quiet=common.quiet)),
        ):
            batch.work(concurrency=how["concurrency"], rate=how["rate"])
    except KeyboardInterrupt:
        tell(f"Stopped, and nothing is lost. {go_on}")
        return TERMINATED if terminated.is_set() else INTERRUPTED
    except AssemblyAIError as error:
        if "batch resume" not in error.next_step:
            error.next_step = f"{error.next_step} {go_on}".strip()
        raise
    found = look_at(batch)
    show_outcome(found, common)
    if found.failed:
        common.hint(f"What failed can be tried again: {place.command('retry', batch.name)}")
    if found.held:
        common.hint(
            f"{found.held:,} are held by --max-hours or --max-cost. To send them, give higher ones to "
            f"{place.command('resume', batch.name)}"
        )
    return code_of(found)


@contextmanager
def _ended_by_sigterm(terminated: Event) -> Generator[None]:
    """Let SIGTERM end the work as Ctrl-C does; the event is set if it did."""

    def end(_number: int, frame: FrameType | None) -> None:
        terminated.set()
        interrupt = signal.getsignal(signal.SIGINT)
        if not callable(interrupt):  # a shell starts what runs in the background so that it ignores Ctrl-C
            raise KeyboardInterrupt
        interrupt(signal.SIGINT, frame)

    before = signal.signal(signal.SIGTERM, end)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def concerns_all(error: AssemblyAIError) -> bool:
    """Whether an error is about the key, the account, the network or the database, so that no batch can go on."""
    from assemblyai_tools.batch.database_errors import DatabaseError  # noqa: PLC0415 - it imports SQLAlchemy
    from assemblyai_tools.batch.failure import is_unpaid  # noqa: PLC0415 - see above
    from assemblyai_tools.batch.file_lock import BusyError  # noqa: PLC0415 - see above

    shared = (AuthenticationError, PermissionDeniedError, ConnectionFailedError, DatabaseError, BusyError)
    return isinstance(error, shared) or is_unpaid(error)


def tell(line: str) -> None:
    """Tell what happens meanwhile, also where progress and hints are not wanted."""
    note(f"{PROGRAM}: {line}")


def show_outcome(found: "Snapshot", common: Common) -> None:
    """Print how far a batch is."""
    if common.as_json:
        write_text(found.as_json())
        return
    write_text(found.as_line())
    for line in found.failures():
        write_text(f"  {line}")


def code_of(found: "Snapshot") -> int:
    """The exit code for a batch that is as far as this."""
    if found.left:
        return UNFINISHED
    return SOME_FAILED if found.failed or found.held or found.cancelled else DONE
