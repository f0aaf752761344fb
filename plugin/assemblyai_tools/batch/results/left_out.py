"""left-out.jsonl: what could not be in a batch, and why, beside its results."""

import json
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self, cast

from assemblyai_tools.batch.sources.source import BadSource
from assemblyai_tools.errors import FileAccessError

NAME = "left-out.jsonl"

_STATUS = "left out"


def is_left_out(value: Any) -> bool:
    """Whether a value is that of a line of such a file."""
    return isinstance(value, dict) and cast("dict[str, Any]", value).get("status") == _STATUS


class LeftOutFile:
    """The file, written while the sources of a batch are read. It is made when there is a line for it."""

    def __init__(self, folder: Path, batch: str) -> None:
        self.path = folder / NAME
        self._batch = batch
        self._file: IO[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._file:
            self._file.close()
        elif kind is None:  # an earlier start of the batch, which was interrupted, may have left one
            with suppress(OSError):
                self.path.unlink()

    def add(self, one: BadSource) -> None:
        """Write a line. Raises a FileAccessError."""
        line = {
            "batch": self._batch,
            "source": one.where,
            "status": _STATUS,
            "problem": one.fault,
            "message": one.why,
        }
        try:
            if self._file is None:
                self._file = self.path.open("w", encoding="utf-8", errors="backslashreplace")
            self._file.write(json.dumps(line, ensure_ascii=False) + "\n")
        except OSError as error:
            raise FileAccessError(
                f"{self.path} cannot be written ({error.strerror}). Nothing was sent.",
                next_step="Make room, or choose another folder with --to.",
            ) from None
