"""`assemblyai-tools batch retry`: tries again what failed."""

from typing import Any

import click

from assemblyai_tools.cli.batch.database import (
    database_option,
    look_at,
    name_argument,
    opened_batch,
    where_is,
)
from assemblyai_tools.cli.batch.working import no_work_option, service, show_outcome, work_on, work_options
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.session import Common, common_options
from assemblyai_tools.text import count

_SAYS = """\
Try again what failed: all of it, or what failed for one reason.

A job that failed is not billed by the service. Where a job exists and only its results could not be read or written,
it is not ordered again; where one may exist, it is looked for first. What is "lost" was paid for: it is read once more,
and only --kind lost orders what is still not there anew, at its full price. A batch that was cancelled is opened again;
what was cancelled in it stays so.
"""


def _run(name: str, *, kind: str | None, no_work: bool, **given: Any) -> int:
    common = Common.of(given)
    where = where_is(given["database"], common)
    with service(common) as settings, opened_batch(name, where, settings) as batch:
        number = batch.retry(kind)
        common.hint(f"{count(number, 'recording')} to try again.")
        if no_work:
            show_outcome(look_at(batch), common)
            return DONE
        return work_on(batch, common, given)


command = click.Command(
    name="retry",
    help=_SAYS,
    params=[
        name_argument(),
        click.Option(
            ["--kind"], metavar="KIND", help="Only what failed like this; `batch status` lists the kinds."
        ),
        *work_options(),
        no_work_option(),
        database_option(),
        *common_options(),
    ],
    callback=_run,
)
