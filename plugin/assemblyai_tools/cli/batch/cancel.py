"""`assemblyai-tools batch cancel`: sends nothing more of a batch."""

from typing import Any

import click

from assemblyai_tools.cli.batch.database import (
    database_option,
    look_at,
    name_argument,
    opened_batch,
    where_is,
)
from assemblyai_tools.cli.batch.working import again, show_outcome
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.session import Common, common_options
from assemblyai_tools.text import count

_SAYS = """\
Send nothing more of a batch.

Jobs that exist are paid for, and go on: `batch work` still fetches their results. `batch resume` takes it back.
"""


def _run(name: str, **given: Any) -> int:
    common = Common.of(given)
    with opened_batch(name, where_is(given["database"], common)) as batch:
        number = batch.cancel()
        show_outcome(look_at(batch), common)
    common.hint(
        f"{count(number, 'recording')} will not be sent. To take it back: {again(name, given, common)}"
    )
    return DONE


command = click.Command(
    name="cancel",
    help=_SAYS,
    params=[name_argument(), database_option(), *common_options()],
    callback=_run,
)
