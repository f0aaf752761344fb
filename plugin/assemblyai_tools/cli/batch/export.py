"""`assemblyai-tools batch export`: writes the results of a batch again."""

import asyncio
from collections.abc import Generator, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.cli.batch.batch_command import batch_command
from assemblyai_tools.cli.batch.database import name_argument, opened_batch
from assemblyai_tools.cli.batch.place import Place
from assemblyai_tools.cli.batch.working import service
from assemblyai_tools.cli.exits import DONE, SOME_FAILED
from assemblyai_tools.cli.session import Common
from assemblyai_tools.cli.terminal import note, write_json, write_text
from assemblyai_tools.config import Settings
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.exports import FORMATS
from assemblyai_tools.text import count, flat

if TYPE_CHECKING:
    from assemblyai_tools.batch.batch import Batch
    from assemblyai_tools.batch.recording import Recording
    from assemblyai_tools.batch.results.landing import Landing

_AT_ONCE = 8
"""Transcripts that are read at once."""

_PAGE = 1000
"""Rows that are read from the database at once."""

_MOST_LINES = 10
"""Lines about recordings that cannot be exported, at most; the rest is counted."""

_SAYS = """\
Write the results of a batch again, in other formats or elsewhere, with its results.jsonl.

The transcripts are read from the service once more, which costs nothing. A file of the same name with other
content is left as it is, and told.
"""


def _run(place: Place, *, name: str, to: Path, output: Sequence[str], overwrite: bool, **_: Any) -> int:
    with service(place) as settings, opened_batch(name, place, settings) as batch:
        from assemblyai_tools.batch.results.export_landing import ExportLanding  # noqa: PLC0415 - slow to import
        from assemblyai_tools.batch.results.folder import check_export  # noqa: PLC0415 - as above

        check_export(to.expanduser(), overwrite=overwrite)
        work = _Export(batch, ExportLanding(to.expanduser(), output, overwrite=overwrite))
        formats = [word for form in output for word in ("-o", form)]
        again = place.command(
            "export", name, "--to", str(to), *formats, *(["--overwrite"] if overwrite else [])
        )
        with _going_on(again):
            return _told(work, to, place.common, asyncio.run(work.run(settings)))


@contextmanager
def _going_on(command: str) -> Generator[None]:
    """Have an error name the command that goes on."""
    try:
        yield
    except AssemblyAIError as error:
        error.next_step = f"{error.next_step} To go on: {command}".strip()
        raise


def _told(work: "_Export", to: Path, common: Common, exported: int) -> int:
    if work.failed > _MOST_LINES:
        note(f"... and {work.failed - _MOST_LINES:,} more that could not be exported.")
    if common.as_json:
        write_json({"batch": work.batch.name, "to": str(to), "exported": exported, "failed": work.failed})
    else:
        write_text(f"{count(exported, 'recording')} exported to {flat(str(to))}")
    return SOME_FAILED if work.failed else DONE


@dataclass(slots=True)
class _Export:
    batch: "Batch"
    landing: "Landing"
    exported: int = 0
    problems: dict[int, AssemblyAIError] = field(default_factory=dict[int, AssemblyAIError])
    """Why recordings were not exported, by their numbers."""
    stopped_by: AssemblyAIError | None = None
    """An error that is not one recording's, such as a full disk: the others would meet it, too."""

    async def run(self, settings: Settings) -> int:
        """Write the files of every recording that is done, some at a time, then results.jsonl; gives how many.

        Raises an AssemblyAIError that is about all recordings, such as a full disk.
        """
        gate = asyncio.Semaphore(_AT_ONCE)
        async with AsyncClient(replace(settings, ledger="off")) as client:
            after = 0
            while rows := await asyncio.to_thread(partial(self.batch.rows, "done", after=after, limit=_PAGE)):
                async with asyncio.TaskGroup() as group:
                    for row in rows:
                        group.create_task(self._one(client, row, gate))
                if self.stopped_by:
                    raise self.stopped_by
                after = rows[-1].number
        await asyncio.to_thread(self._finish)
        return self.exported

    async def _one(self, client: AsyncClient, row: "Recording", gate: asyncio.Semaphore) -> None:
        from assemblyai_tools.batch.failure import is_own  # noqa: PLC0415 - see above

        async with gate:
            if self.stopped_by:
                return
            try:
                await self.landing.land(client, row)
            except AssemblyAIError as error:
                if is_own(error):
                    self._tell(row, error)
                else:
                    self.stopped_by = error
            else:
                self.exported += 1

    @property
    def failed(self) -> int:
        return len(self.problems)

    def _tell(self, row: "Recording", error: AssemblyAIError) -> None:
        """A line for each of the first that cannot be exported; the others are counted."""
        self.problems[row.number] = error
        if self.failed <= _MOST_LINES:
            note(f"{flat(row.name)}: {error}")

    def _finish(self) -> None:
        """Write results.jsonl. What could not be exported has the files that the folder had before, if any."""
        had = {number: self.landing.files_of(self.batch.name, number) for number in self.problems}
        self.landing.finish(self.batch.name, (self._as_exported(row, had) for row in self._rows()), had)

    def _rows(self) -> "Iterator[Recording]":
        after = 0
        while rows := self.batch.rows(after=after, limit=_PAGE):
            yield from rows
            after = rows[-1].number

    def _as_exported(self, row: "Recording", had: Mapping[int, Mapping[str, str]]) -> "Recording":
        from assemblyai_tools.batch.failure import problem_of  # noqa: PLC0415 - see above

        error = self.problems.get(row.number)
        if error is None or had[row.number]:
            return row
        return replace(row, state="failed", problem=problem_of(error), message=str(error))


command = batch_command(
    "export",
    _SAYS,
    _run,
    [
        name_argument(),
        click.Option(
            ["--to"], required=True, type=click.Path(file_okay=False, path_type=Path), help="The folder."
        ),
        click.Option(
            ["output", "-o", "--output"],
            multiple=True,
            default=["text"],
            show_default=True,
            type=click.Choice(list(FORMATS)),
            help="The format. May be repeated.",
        ),
        click.Option(["--overwrite"], is_flag=True, help="Replace files that have other content."),
    ],
)
