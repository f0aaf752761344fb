"""Where a transcript goes: one result to stdout, or files into a folder."""

import json
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any

import click

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.captions.style import Style
from assemblyai_tools.cli.caption_options import caption_options, style_of
from assemblyai_tools.cli.saving import UnwrittenError, check_folder, save
from assemblyai_tools.cli.session import Common, Session
from assemblyai_tools.cli.terminal import is_watched, write_bytes, write_json, write_text
from assemblyai_tools.exports import FORMATS, export

_TEXT = "text"
"""The format unless another is asked for."""

_JSON = "json"
"""The format that --json prints."""


@dataclass(frozen=True, slots=True)
class Outputs:
    """What is made of each transcript, and where it goes."""

    formats: Sequence[str]
    folder: Path | None
    overwrite: bool
    common: Common
    captions: Style | None = None
    """How captions look; None for those that the service makes."""

    @classmethod
    def of(cls, given: Mapping[str, Any]) -> "Outputs":
        """What was typed. Raises a usage error for what cannot be had together."""
        common, folder = Common.of(given), given["to"]
        formats = tuple(dict.fromkeys(given["output"])) or (_TEXT,)
        captions = style_of(given, formats)
        outputs = cls(formats, folder and folder.expanduser(), given["overwrite"], common, captions)
        if folder is None:
            outputs._check_stdout(asked=bool(given["output"]))
        return outputs

    def _check_stdout(self, *, asked: bool) -> None:
        if self.overwrite:
            raise _usage("--overwrite needs --to.")
        if self.common.as_json and asked and self.formats != (_JSON,):
            raise _usage("--json prints the transcript as JSON: leave -o out, or give a folder with --to.")
        if len(self.formats) > 1:
            raise _usage("Several formats need a folder for their files: give --to.")
        if not FORMATS[self.formats[0]].is_text and is_watched(sys.stdout):
            raise _usage(f"{self.formats[0]} is no text for a terminal: give --to, or redirect it to a file.")

    def check_number(self, recordings: int) -> None:
        """Raise a usage error if so many recordings do not fit on stdout."""
        if recordings > 1 and self.folder is None and not self.common.as_json:
            raise _usage(f"{recordings} recordings need a folder for their files: give --to, or --json.")

    def prepare(self) -> None:
        """Raise an AssemblyAIError, before anything is sent, if the results could not be made or written."""
        if "docx" in self.formats:
            from assemblyai_tools.documents.word import check_installed  # noqa: PLC0415 - only for documents

            check_installed()
        if self.folder:
            check_folder(self.folder)

    def write(
        self,
        session: Session,
        transcript_id: str,
        name: PurePath,
        about: Mapping[str, Any],
        transcript: Transcript | None = None,
    ) -> None:
        """Make the files of a completed transcript. `about` is what JSON says besides.

        A `transcript` that is there already is not read.
        """

        def made(formats: Sequence[str]) -> Mapping[str, bytes]:
            flow = export(transcript_id, formats, captions=self.captions, transcript=transcript)
            return session.run(flow)

        if self.folder:
            self._save(made(self.formats), transcript_id, name, about, self.folder)
        elif self.common.as_json:
            write_json({**about, **json.loads(made([_JSON])[_JSON])})
        else:
            (form,) = self.formats
            content = made([form])[form]
            if FORMATS[form].is_text:
                text = content.decode(errors="replace")
                write_text(text) if text else self.common.hint("No speech was found.")
            else:
                write_bytes(content)

    def _save(
        self,
        made: Mapping[str, bytes],
        transcript_id: str,
        name: PurePath,
        about: Mapping[str, Any],
        folder: Path,
    ) -> None:
        endings = {FORMATS[form].suffix: made[form] for form in self.formats}
        try:
            paths = save(folder, name, endings, overwrite=self.overwrite)
        except UnwrittenError as error:
            error.transcript_id = transcript_id
            if not self.common.as_json:
                _write_paths(error.paths)
            raise
        if self.common.as_json:
            write_json({**about, "id": transcript_id, "status": "completed", "files": list(map(str, paths))})
        else:
            _write_paths(paths)


def _write_paths(paths: Sequence[Path]) -> None:
    for path in paths:
        write_text(str(path))


def output_options(default: str = "text by default") -> list[click.Parameter]:
    """The options for `Outputs`. `default` says which format it is without -o."""
    formats = "; ".join(f"{name}: {one.says.rstrip('.')}" for name, one in FORMATS.items())
    return [
        click.Option(
            ["output", "-o", "--output"],
            multiple=True,
            type=click.Choice(list(FORMATS)),
            help=f"The format, {default}. May be repeated with --to. {formats}.",
        ),
        click.Option(
            ["--to"],
            type=click.Path(file_okay=False, path_type=Path),
            help="Write files into this folder, named after the recordings, and print their paths. A file is written "
            "whole or not at all; one with other content is left as it is and counts as a failure.",
        ),
        click.Option(["--overwrite"], is_flag=True, help="With --to: replace files that are there."),
        *caption_options(),
    ]


def _usage(problem: str) -> click.UsageError:
    return click.UsageError(problem, click.get_current_context(silent=True))
