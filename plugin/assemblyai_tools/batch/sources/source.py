"""One recording of a batch before it is in the database, and what is said of one that cannot be in it."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from assemblyai_tools.text import flat

Fault: TypeAlias = Literal[
    "unreadable", "missing", "empty", "not media", "too large", "option", "outside", "duplicate"
]
"""Why a recording cannot be in a batch, in one or two words."""


@dataclass(frozen=True, slots=True)
class Source:
    """A recording that a batch is to transcribe."""

    audio: str
    """The absolute path of a file, or a URL."""
    is_file: bool
    name: str
    """The start of the names of its results: unique in the batch, and safe as the name of a file."""
    options: Mapping[str, Any] | None = None
    """Options of transcribe for this recording, over those of the batch."""
    size: int | None = None
    """Bytes of a file."""
    stamp: str | None = None
    """What changes with a file's content; see `stamp_of`."""
    seconds: float | None = None
    """The length of the recording; None if that is not known."""


@dataclass(frozen=True, slots=True)
class BadSource:
    """A row, a file or an address that cannot be in a batch. It stops no other one."""

    where: str
    """The row or the file: `calls.csv, line 7`."""
    why: str
    """What is wrong with it, and what to do."""
    fault: Fault

    def __str__(self) -> str:
        return flat(f"{self.where}: {self.why}")


def shown(path: str) -> str:
    """A path on one line for people. Bytes that are no UTF-8 are shown as escapes, so that the file can be found."""
    try:
        raw = path.encode(errors="surrogateescape")
    except UnicodeEncodeError:  # a surrogate that stands for no byte
        raw = path.encode(errors="backslashreplace")
    return flat(raw.decode(errors="backslashreplace"))


def stamp_of(seen: os.stat_result) -> str:
    """What changes with a file's content, as far as its folder tells: its size, and when it was written."""
    return f"{seen.st_size}:{seen.st_mtime_ns}"
