"""`assemblyai-tools batch retry`: tries again what failed."""

from collections.abc import Mapping
from typing import Any

import click

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import look_at, name_argument, opened_batch
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.batch.working import no_work_option, service, show_outcome, work_on, work_options
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.text import count

_SAYS = """\
Try again what failed: all of it, or what failed for one reason.

A job that failed is not billed by the service. Where a job exists and only its results could not be read or written,
it is not ordered again; where one may exist, it is looked for first. What is "lost" was paid for: it is read once more,
and only --kind lost orders what is still not there anew, at its full price. A batch that was cancelled is opened again;
what was cancelled in it stays so.
"""


def _run(place: Place, *, name: str, kind: str | None, no_work: bool, **given: Any) -> int:
    with opened_batch(name, place) as batch:
        found = look_at(batch)
        if kind is not None:
            _check(kind, found.problems)
        if not (found.problems.get(kind, 0) if kind else found.failed):
            place.common.hint("Nothing to try again.")
            show_outcome(found, place.common)
            return DONE
    with service(place) as settings, opened_batch(name, place, settings) as batch:
        number = batch.retry(kind)
        place.common.hint(f"{count(number, 'recording')} to try again.")
        if no_work:
            show_outcome(look_at(batch), place.common)
            return DONE
        return work_on(batch, place, given)


def _check(kind: str, problems: Mapping[str, int]) -> None:
    """Raise a UsageError for a kind of failure that there is not."""
    from assemblyai_tools.batch.failure import KINDS  # noqa: PLC0415 - slow to import

    if kind in {*KINDS, *problems}:
        return
    occur = ", ".join(sorted(problems)) or "no recording has failed"
    raise click.UsageError(
        f"{kind!r} is no kind of failure. In this batch: {occur}.", click.get_current_context(silent=True)
    )


command = batch_command(
    "retry",
    _SAYS,
    _run,
    [
        name_argument(),
        click.Option(
            ["--kind"], metavar="KIND", help="Only what failed like this; `batch status` lists the kinds."
        ),
        *work_options(),
        no_work_option(),
    ],
)
