"""`assemblyai-tools batch work`: works on what others have started."""

from typing import Any

import click

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import (
    batch_names,
    complete_name,
    opened_batch,
)
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.batch.working import concerns_all, service, tell, work_on, work_options
from assemblyai_tools.cli.exits import DONE, FAILED, INTERRUPTED, TERMINATED
from assemblyai_tools.cli.terminal import note
from assemblyai_tools.cli.wording import in_commands
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError

_SAYS = """\
Work on the batches of a database until nothing is left to do: those that are named, or all, the oldest first. What
stops one of them is told, and the others go on.

With Postgres it may run on as many machines as you like, at once; each needs the key, and the files under the same
paths. With SQLite one process works at a time.
"""


def _run(place: Place, *, names: tuple[str, ...], **given: Any) -> int:
    with service(place) as settings:
        all_names = names or tuple(reversed(batch_names(place.where())))
        if not all_names:
            note("There are no batches in this database.")
        codes = [DONE]
        for name in all_names:
            codes.append(_worked(name, place, settings, given, named=bool(names)))
            if codes[-1] in {INTERRUPTED, TERMINATED}:
                return codes[-1]
    return FAILED if FAILED in codes else max(codes)


def _worked(name: str, place: Place, settings: Settings, how: dict[str, Any], *, named: bool) -> int:
    """Work on one batch. What goes wrong with it alone is told, so that the others are worked on."""
    try:
        with opened_batch(name, place, settings) as batch:
            if not named and batch.is_over():
                return DONE
            return work_on(batch, place, how)
    except AssemblyAIError as error:
        if concerns_all(error):
            raise
        place.complete(error)
        tell(f"{name}: {in_commands(str(error), offline=place.common.offline)}")
        return FAILED


command = batch_command(
    "work",
    _SAYS,
    _run,
    [
        click.Argument(
            ["names"],
            nargs=-1,
            metavar="[NAME]...",
            help="Batches; default: all.",
            shell_complete=complete_name,
        ),
        *work_options(),
    ],
)
