"""Where an export lands: in a folder of the user, in which files of the same names are others'."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path

from assemblyai_tools.batch.results.landing import Landing, LandingError
from assemblyai_tools.batch.results.lines import Row, completed_line
from assemblyai_tools.batch.results.placing import is_same
from assemblyai_tools.errors import FileAccessError
from assemblyai_tools.exports import FORMATS
from assemblyai_tools.transport.new_file import replace_file


class InTheWayError(FileAccessError):
    """A file of the name of a result exists, with other content, and must not be replaced."""

    @classmethod
    def of(cls, path: Path) -> "InTheWayError":
        return cls(
            f"{path} exists already, with other content, and was left as it is.",
            next_step="Give --overwrite to replace it, or another folder with --to.",
        )


class ExportLanding(Landing):
    """Writes the results of a batch again. Without `overwrite` no file with other content is replaced.

    Then landing raises an InTheWayError, and none of the recording's files is written.
    """

    def __init__(self, to: Path, formats: Sequence[str], *, overwrite: bool) -> None:
        super().__init__(to, formats)
        self._overwrite = overwrite

    def _write(self, row: Row, content: Mapping[str, bytes]) -> None:
        names = {name: row.name + FORMATS[name].suffix for name in content}
        files = {self._to / names[name]: body for name, body in content.items()}
        try:
            other = [
                path for path, body in files.items() if os.path.lexists(path) and not is_same(path, body)
            ]
            if other and not self._overwrite:
                raise InTheWayError.of(other[0])
            for path, body in files.items():
                replace_file(path, [body])
        except OSError as error:
            raise LandingError.of(self._to, error) from None
        self._append(row, completed_line(row, names))
