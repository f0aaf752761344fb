"""`assemblyai-tools batch cancel`: sends nothing more of a batch."""

from typing import Any

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import look_at, name_argument, opened_batch
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.batch.working import show_outcome
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.text import count

_SAYS = """\
Send nothing more of a batch.

Jobs that exist are paid for, and go on: `batch work` still fetches their results. `batch resume` takes it back.
"""

_NOTHING = "Nothing is cancelled: every recording of the batch was sent already, or has ended."


def _run(place: Place, *, name: str, **_: Any) -> int:
    with opened_batch(name, place) as batch:
        number = batch.cancel()
        show_outcome(look_at(batch), place.common)
    back = f"To take it back: {place.command('resume', name)}"
    place.common.hint(f"{count(number, 'recording')} will not be sent. {back}" if number else _NOTHING)
    return DONE


command = batch_command("cancel", _SAYS, _run, [name_argument()])
