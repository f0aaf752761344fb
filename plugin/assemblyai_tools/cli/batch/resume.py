"""`assemblyai-tools batch resume`: goes on with a batch."""

from typing import Any

import click

from assemblyai_tools.cli.batch.database import (
    database_option,
    look_at,
    name_argument,
    opened_batch,
    where_is,
)
from assemblyai_tools.cli.batch.limits import limit_options
from assemblyai_tools.cli.batch.working import no_work_option, service, show_outcome, work_on, work_options
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.session import Common, common_options

_SAYS = """\
Go on with a batch that was stopped, killed, held or cancelled.

Nothing is sent twice: what was sent is waited for, what was uploaded but not billed is sent. Recordings that were held
by a maximum, or cancelled, are sent now.
"""


def _run(name: str, *, new_key: bool, no_work: bool, **given: Any) -> int:
    common = Common.of(given)
    where = where_is(given["database"], common)
    with service(common) as settings, opened_batch(name, where, settings) as batch:
        batch.resume(max_hours=given["max_hours"], max_cost=given["max_cost"], new_key=new_key)
        if no_work:
            show_outcome(look_at(batch), common)
            return DONE
        return work_on(batch, common, given)


command = click.Command(
    name="resume",
    help=_SAYS,
    params=[
        name_argument(),
        *limit_options(),
        click.Option(
            ["--new-key"],
            is_flag=True,
            help="The key is another one of the same account; a job of the batch is read with it first.",
        ),
        *work_options(),
        no_work_option(),
        database_option(),
        *common_options(),
    ],
    callback=_run,
)
