"""Works on a batch in this process, and shows how far it is."""

import shlex
import sys
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from assemblyai_tools.cli.batch.database import look_at
from assemblyai_tools.cli.batch.limits import Amount
from assemblyai_tools.cli.commands import PROGRAM
from assemblyai_tools.cli.exits import DONE, INTERRUPTED, SOME_FAILED, UNFINISHED
from assemblyai_tools.cli.session import Common, live_settings
from assemblyai_tools.cli.terminal import note, write_text
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError

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
def service(common: Common) -> Generator[Settings]:
    """The settings for a batch. Raises a ConfigurationError without a key."""
    if common.offline:
        from assemblyai_tools.cli.offline_state import offline_service  # noqa: PLC0415 - most commands are live

        with offline_service(lambda text: None if common.quiet else note(text)) as settings:
            yield settings
        return
    settings = live_settings()
    settings.require_key()
    yield settings


def work_on(batch: "Batch", common: Common, how: dict[str, Any]) -> int:
    """Work on a batch until nothing is left to do, show the outcome, and give the exit code.

    Ctrl-C ends it after what is being sent, and says how to go on.
    """
    from assemblyai_tools.batch.progress.view import Watching, view_for  # noqa: PLC0415 - it imports SQLAlchemy

    batch.database.trouble = _tell
    try:
        with Watching(partial(look_at, batch), view_for(sys.stderr, quiet=common.quiet)):
            batch.work(concurrency=how["concurrency"], rate=how["rate"])
    except KeyboardInterrupt:
        note(f"{PROGRAM}: Stopped, and nothing is lost. To go on: {again(batch.name, how, common)}")
        return INTERRUPTED
    except AssemblyAIError as error:
        step = f"Then go on: {again(batch.name, how, common)}"
        error.next_step = f"{error.next_step} {step}".strip()
        raise
    found = look_at(batch)
    show_outcome(found, common)
    if found.failed:
        common.hint(f"What failed can be tried again: {PROGRAM} batch retry {batch.name}")
    if found.held:
        common.hint(
            f"{found.held:,} are held by --max-hours or --max-cost: {PROGRAM} batch resume {batch.name} with "
            "higher ones sends them."
        )
    return code_of(found)


def _tell(line: str) -> None:
    note(f"{PROGRAM}: {line}")


def again(name: str, how: dict[str, Any], common: Common) -> str:
    """The command that goes on with a batch."""
    words = [PROGRAM, "batch", "resume", name]
    words += ["--offline"] if common.offline else []
    database: str | None = how.get("database")
    if database:  # a URL may hold a password, which nobody wants to see in a log
        words += ["--database", "..." if "://" in database else shlex.quote(database)]
    return " ".join(words)


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
