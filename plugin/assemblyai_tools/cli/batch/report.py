"""`assemblyai-tools batch report`: writes a batch's report."""

import os
from pathlib import Path
from typing import Any

import click

from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import name_argument, opened_batch
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.exits import DONE
from assemblyai_tools.cli.page_path import PagePath
from assemblyai_tools.cli.terminal import write_json, write_text
from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.transport.new_file import replace_file

_SAYS = """\
Write a report of a batch as one HTML file that needs no network: figures, throughput, failures, lengths.
"""


def _run(place: Place, *, name: str, file: Path, overwrite: bool, **_: Any) -> int:
    file = file.expanduser()
    with opened_batch(name, place) as batch:
        from assemblyai_tools.batch.report.figures import figures  # noqa: PLC0415
        from assemblyai_tools.batch.report.page import html_report  # noqa: PLC0415 - it imports SQLAlchemy

        if not overwrite:
            _check_own(file)
        with batch.database.engine.connect() as connection:
            now = batch.database.now(connection)
            page = html_report(figures(connection, name, now), now)
    _write(file, page)
    if place.common.as_json:
        write_json({"batch": name, "file": str(file)})
    else:
        write_text(str(file))
    return DONE


def _check_own(file: Path) -> None:
    """Raise a FileAccessError if a file is there that is no report."""
    from assemblyai_tools.batch.report.page import MARKER  # noqa: PLC0415 - it imports SQLAlchemy

    if not os.path.lexists(file):
        return
    try:
        if file.is_file():
            with file.open("rb") as there:
                if there.read(len(MARKER)) == MARKER.encode():
                    return
    except OSError as error:
        raise _unwritable(file, error) from None
    raise FileAccessError(
        f"{file} exists already, is no report of a batch, and was left as it is.",
        next_step="Choose another file, or give --overwrite to replace it.",
    )


def _write(file: Path, page: str) -> None:
    try:
        replace_file(file, [page.encode()])
    except OSError as error:
        raise _unwritable(file, error) from None


def _unwritable(file: Path, error: OSError) -> FileAccessError:
    return FileAccessError(
        f"The report cannot be written to {file} ({error.strerror}).", next_step="Choose another file."
    )


command = batch_command(
    "report",
    _SAYS,
    _run,
    [
        name_argument(),
        click.Argument(["file"], type=PagePath(dir_okay=False), metavar="FILE.html"),
        click.Option(["--overwrite"], is_flag=True, help="Replace a file that is no report."),
    ],
)
