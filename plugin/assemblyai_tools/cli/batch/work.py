"""`assemblyai-tools batch work`: works on what others have started."""

from typing import Any

import click

from assemblyai_tools.cli.batch.database import (
    batch_names,
    complete_name,
    database_option,
    opened_batch,
    where_is,
)
from assemblyai_tools.cli.batch.working import service, work_on, work_options
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.session import Common, common_options
from assemblyai_tools.cli.terminal import note

_SAYS = """\
Work on the batches of a database until nothing is left to do: those that are named, or all, the oldest first.

With Postgres it may run on as many machines as you like, at once; each needs the key, and the files under the same
paths. With SQLite one process works at a time.
"""


def _run(names: tuple[str, ...], **given: Any) -> int:
    common = Common.of(given)
    where = where_is(given["database"], common)
    code = DONE
    with service(common) as settings:
        all_names = names or tuple(reversed(batch_names(where)))
        if not all_names:
            note("There are no batches in this database.")
        for name in all_names:
            with opened_batch(name, where, settings) as batch:
                if not names and batch.is_over():
                    continue
                code = max(code, work_on(batch, common, given))
    return code


command = click.Command(
    name="work",
    help=_SAYS,
    params=[
        click.Argument(
            ["names"],
            nargs=-1,
            metavar="[NAME]...",
            help="Batches; default: all.",
            shell_complete=complete_name,
        ),
        *work_options(),
        database_option(),
        *common_options(),
    ],
    callback=_run,
)
