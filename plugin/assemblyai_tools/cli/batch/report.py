"""`assemblyai-tools batch report`: writes a batch's report."""

from pathlib import Path
from typing import Any

import click

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import name_argument, opened_batch
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.terminal import write_json, write_text
from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.new_file import replace_file

_SAYS = """\
Write a report of a batch as one HTML file that needs no network: figures, throughput, failures, lengths.
"""


def _run(place: Place, *, name: str, file: Path, **_: Any) -> int:
    with opened_batch(name, place) as batch:
        from assemblyai_tools.batch.report.figures import figures  # noqa: PLC0415
        from assemblyai_tools.batch.report.page import html_report  # noqa: PLC0415 - it imports SQLAlchemy

        with batch.database.engine.connect() as connection:
            now = batch.database.now(connection)
            page = html_report(figures(connection, name, now), now)
    try:
        replace_file(file, [page.encode()])
    except OSError as error:
        raise FileAccessError(
            f"The report cannot be written to {file} ({error.strerror}).", next_step="Choose another file."
        ) from None
    if place.common.as_json:
        write_json({"batch": name, "file": str(file)})
    else:
        write_text(str(file))
    return DONE


command = batch_command(
    "report",
    _SAYS,
    _run,
    [
        name_argument(),
        click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.html"),
    ],
)
