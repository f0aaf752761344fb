"""`assemblyai-tools batch report`: writes a batch's report."""

from pathlib import Path
from typing import Any

import click

from assemblyai_tools.cli.batch.database import database_option, name_argument, opened_batch, where_is
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.session import Common, common_options
from assemblyai_tools.cli.terminal import write_json, write_text
from assemblyai_tools.errors import FileAccessError

_SAYS = """\
Write a report of a batch as one HTML file that needs no network: figures, throughput, failures, lengths.
"""


def _run(name: str, file: Path, **given: Any) -> int:
    common = Common.of(given)
    with opened_batch(name, where_is(given["database"], common)) as batch:
        from assemblyai_tools.batch.report.figures import figures  # noqa: PLC0415
        from assemblyai_tools.batch.report.page import html_report  # noqa: PLC0415 - it imports SQLAlchemy
        from assemblyai_tools.batch.results.lines import replace_file  # noqa: PLC0415

        with batch.database.engine.connect() as connection:
            now = batch.database.now(connection)
            page = html_report(figures(connection, name, now), now)
    try:
        replace_file(file, [page.encode()])
    except OSError as error:
        raise FileAccessError(
            f"The report cannot be written to {file} ({error.strerror}).", next_step="Choose another file."
        ) from None
    if common.as_json:
        write_json({"batch": name, "file": str(file)})
    else:
        write_text(str(file))
    return DONE


command = click.Command(
    name="report",
    help=_SAYS,
    params=[
        name_argument(),
        click.Argument(["file"], type=click.Path(dir_okay=False, path_type=Path), metavar="FILE.html"),
        database_option(),
        *common_options(),
    ],
    callback=_run,
)
