"""One HTTP request, ready to send, and its response."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, ready to send."""

    method: Literal["GET", "POST", "DELETE"]
    url: str
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str | int]
    json: Mapping[str, Any] | None
    file: Path | None
    timeout: float
    size: int = 0
    """The file's length in bytes, when it was found readable: so much is announced and sent."""


@dataclass(frozen=True, slots=True)
class DiskWork:
    """Something that reads or writes the disk: on an event loop it must run in a thread, as it may block."""

    run: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole HTTP response; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
