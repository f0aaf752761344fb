"""Where the results of a batch land: files in the chosen formats for each recording, and results.jsonl."""

import asyncio
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.async_client import AsyncClient
from assemblyai_tools.batch.results.lines import (
    Line,
    ResultsFile,
    Row,
    completed_line,
    failed_line,
)
from assemblyai_tools.batch.results.placing import place
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.exports import FORMATS, export


def names_in(to: Path, formats: Sequence[str]) -> set[str]:
    """The names that results in these formats cannot have in a folder, because other files have them."""
    suffixes = {FORMATS[name].suffix for name in formats}
    try:
        return {path.stem for path in to.iterdir() if path.suffix.lower() in suffixes}
    except OSError:  # it does not exist yet, or will be told of when it is written to
        return set()


class LandingError(AssemblyAIError):
    """Results cannot be written: the disk is full, or the folder is read-only. The transcripts are not lost."""

    retryable = True

    @classmethod
    def of(cls, folder: Path, error: OSError) -> "LandingError":
        return cls(
            f"The results cannot be written to {folder} ({error.strerror or error}).",
            next_step="Nothing is lost, and nothing is paid again: make room or give permission, then go on.",
        )


class Landing:
    """Writes the results of one batch below a folder. Landing a recording again changes nothing.

    A file that the batch did not write is never replaced: the results then get a name with a number.
    """

    def __init__(self, to: Path, formats: Sequence[str]) -> None:
        self._to = to
        self._formats = tuple(formats)
        self._files: dict[str, ResultsFile] = {}

    async def land(self, client: AsyncClient, row: Row, transcript: Transcript | None = None) -> None:
        """Write the files of a completed recording, and its line of results.jsonl.

        `transcript` is the completed transcript if it was read already. Raises a LandingError if the disk is full or
        may not be written to, and what `export` raises; then nothing half is left, and it can be landed again.
        """
        if row.transcript_id is None:
            raise ValueError(f"recording {row.number} of {row.batch} has no transcript")
        content = await client.run(export(row.transcript_id, self._formats, transcript=transcript))
        await asyncio.to_thread(self._write, row, content)

    def failed(self, row: Row) -> None:
        """Write the line of results.jsonl for a recording that failed. Raises a LandingError."""
        self._append(row, failed_line(row))

    def files_of(self, batch: str, number: int) -> Mapping[str, str]:
        """The names of the files of a batch's recording by format, as its line says. Raises an OSError."""
        return self._results(batch).files_of(number)

    def finish(
        self, batch: str, rows: Iterable[Row], had: Mapping[int, Mapping[str, str]] = MappingProxyType({})
    ) -> None:
        """Write results.jsonl anew from the batch's rows, in their order: one line for each that is done or failed.

        `had` are the files of recordings that got no others. Raises a LandingError.
        """
        try:
            self._to.mkdir(parents=True, exist_ok=True)
            results = self._results(batch)
            known = results.unlike(self._names)
            results.rebuild(line for row in rows for line in self._lines(row, known, had))
        except OSError as error:
            raise LandingError.of(self._to, error) from None

    def _lines(
        self, row: Row, known: Mapping[int, Mapping[str, str]], had: Mapping[int, Mapping[str, str]]
    ) -> Sequence[Line]:
        if row.state == "done":
            files = had.get(row.number) or {**self._names(row.name), **known.get(row.number, {})}
            return [completed_line(row, files)]
        return [failed_line(row)] if row.state == "failed" else []

    def _write(self, row: Row, content: Mapping[str, bytes]) -> None:
        results = self._results(row.batch)
        try:
            self._to.mkdir(parents=True, exist_ok=True)
            files = {FORMATS[name].suffix: body for name, body in content.items()}
            stem = place(self._to, row.name, files, own=lambda: results.files_of(row.number))
        except OSError as error:
            raise LandingError.of(self._to, error) from None
        self._append(row, completed_line(row, self._names(stem)))

    def _append(self, row: Row, line: Line) -> None:
        try:
            self._to.mkdir(parents=True, exist_ok=True)
            self._results(row.batch).append(line)
        except OSError as error:
            raise LandingError.of(self._to, error) from None

    def _names(self, stem: str) -> Mapping[str, str]:
        """The name of the file in each format."""
        return {name: stem + FORMATS[name].suffix for name in self._formats}

    def _results(self, batch: str) -> ResultsFile:
        return self._files.setdefault(batch, ResultsFile(self._to, batch))
