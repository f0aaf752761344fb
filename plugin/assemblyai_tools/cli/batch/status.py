"""`assemblyai-tools batch status`: tells how far batches are."""

import sys
from functools import partial
from typing import Any

import click

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import (
    batch_names,
    look_at,
    name_argument,
    opened_batch,
)
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.batch.working import code_of, show_outcome
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.terminal import note, write_text

_SAYS = """\
Tell how far batches are, over all machines: one batch, or all of the database.

With --watch it stays until nothing is left to do, and its exit code is that of the batch.
"""


_TOLD = ("working", "stopped", "cancelled")
"""The standings that the figures do not tell."""


def _run(place: Place, *, name: str | None, watch: bool, **_: Any) -> int:
    if watch:
        if name is None:
            raise click.UsageError(
                "--watch needs the NAME of a batch.", click.get_current_context(silent=True)
            )
        return _watched(name, place)
    names = [name] if name else batch_names(place.where())
    if not names:
        note("There are no batches in this database.")
    for one in names:
        _show(one, place)
    return DONE


def _show(name: str, place: Place) -> None:
    common = place.common
    with opened_batch(name, place) as batch:
        found = look_at(batch)
        show_outcome(found, common)
        if common.as_json:
            return
        if found.standing in _TOLD:
            write_text(f"  {found.standing}")
        if not found.left or found.workers:
            return
        common.hint(f"Nothing works on it now: {place.command('resume', name)}")
        if stranded := batch.stranded():
            common.hint(f"{stranded:,} chunks wait for the version of this package that began them.")


def _watched(name: str, place: Place) -> int:
    from assemblyai_tools.batch.progress.view import view_for, watch  # noqa: PLC0415 - it imports SQLAlchemy

    with opened_batch(name, place) as batch:
        found = watch(partial(look_at, batch), view_for(sys.stderr, quiet=place.common.quiet))
        show_outcome(found, place.common)
        return code_of(found)


command = batch_command(
    "status",
    _SAYS,
    _run,
    [
        name_argument(required=False),
        click.Option(["--watch"], is_flag=True, help="Stay until it has ended."),
    ],
)
