"""`assemblyai-tools batch report`: writes a batch's report."""

import os
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


class _Page(click.Path):
    """A file whose name says that it is a page: nobody's recording is meant."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path. It fails for every other ending."""
        path = Path(value)
        if path.suffix.lower() not in {".html", ".htm"}:
            self.fail(f"{click.format_filename(value)!r} must end in .html or .htm.", param, ctx)
        return path


def _run(name: str, file: Path, *, overwrite: bool, **given: Any) -> int:
    common = Common.of(given)
    file = file.expanduser()
    with opened_batch(name, where_is(given["database"], common)) as batch:
        from assemblyai_tools.batch.report.figures import figures  # noqa: PLC0415
        from assemblyai_tools.batch.report.page import html_report  # noqa: PLC0415 - it imports SQLAlchemy

        if not overwrite:
            _check_own(file)
        with batch.database.engine.connect() as connection:
            now = batch.database.now(connection)
            page = html_report(figures(connection, name, now), now)
    _write(file, page)
    if common.as_json:
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
    from assemblyai_tools.batch.results.lines import replace_file  # noqa: PLC0415 - slow to import

    try:
        replace_file(file, [page.encode()])
    except OSError as error:
        raise _unwritable(file, error) from None


def _unwritable(file: Path, error: OSError) -> FileAccessError:
    return FileAccessError(
        f"The report cannot be written to {file} ({error.strerror}).", next_step="Choose another file."
    )


command = click.Command(
    name="report",
    help=_SAYS,
    params=[
        name_argument(),
        click.Argument(["file"], type=_Page(dir_okay=False), metavar="FILE.html"),
        click.Option(["--overwrite"], is_flag=True, help="Replace a file that is no report."),
        database_option(),
        *common_options(),
    ],
    callback=_run,
)
