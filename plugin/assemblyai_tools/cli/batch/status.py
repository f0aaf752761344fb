"""`assemblyai-tools batch status`: tells how far batches are."""

import sys
from functools import partial
from typing import Any

import click

from assemblyai_tools.cli.batch.database import (
    batch_names,
    database_option,
    look_at,
    name_argument,
    opened_batch,
    where_is,
)
from assemblyai_tools.cli.batch.working import code_of, show_outcome
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.session import Common, common_options
from assemblyai_tools.cli.terminal import note, write_text

_SAYS = """\
Tell how far batches are, over all machines: one batch, or all of the database.

With --watch it stays until nothing is left to do, and its exit code is that of the batch.
"""


def _run(name: str | None, *, watch: bool, **given: Any) -> int:
    common = Common.of(given)
    where = where_is(given["database"], common)
    if watch:
        if name is None:
            raise click.UsageError(
                "--watch needs the NAME of a batch.", click.get_current_context(silent=True)
            )
        return _watched(name, where, common)
    names = [name] if name else batch_names(where)
    if not names:
        note("There are no batches in this database.")
    for one in names:
        _show(one, where, common)
    return DONE


def _show(name: str, where: str, common: Common) -> None:
    with opened_batch(name, where) as batch:
        found = look_at(batch)
        show_outcome(found, common)
        if common.as_json:
            return
        if found.state != "open":
            write_text(f"  {found.state}")
        if not found.left or found.workers:
            return
        common.hint(f"Nothing works on it now: assemblyai-tools batch resume {name}")
        if stranded := batch.stranded():
            common.hint(f"{stranded:,} chunks wait for the version of this package that began them.")


def _watched(name: str, where: str, common: Common) -> int:
    from assemblyai_tools.batch.progress.view import view_for, watch  # noqa: PLC0415 - it imports SQLAlchemy

    with opened_batch(name, where) as batch:
        found = watch(partial(look_at, batch), view_for(sys.stderr, quiet=common.quiet))
        show_outcome(found, common)
        return code_of(found)


command = click.Command(
    name="status",
    help=_SAYS,
    params=[
        name_argument(required=False),
        click.Option(["--watch"], is_flag=True, help="Stay until it has ended."),
        database_option(),
        *common_options(),
    ],
    callback=_run,
)
