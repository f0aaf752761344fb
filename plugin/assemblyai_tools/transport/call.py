"""One HTTP request, ready to send, and its response."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import IO, Any, Literal

from assemblyai_tools.transport.local_file import LocalFile


@dataclass(frozen=True, slots=True)
class Body:
    """What a call uploads."""

    source: LocalFile | bytes | IO[bytes] = field(repr=False)
    name: str
    size: int
    """Bytes that are sent."""
    seconds: float | None = None
    """How long the audio is, if that was looked for and its file tells it."""

    def __str__(self) -> str:
        return str(self.source) if isinstance(self.source, LocalFile) else self.name


@dataclass(frozen=True, slots=True)
class Call:
    """One HTTP request, ready to send."""

    method: Literal["GET", "POST", "DELETE"]
    url: str
    headers: Mapping[str, str] = field(repr=False)
    query: Mapping[str, str | int]
    json: Mapping[str, Any] | None
    file: Body | None
    timeout: float
    fence: Callable[[], Awaitable[None]] | None = None
    """What is asked right before the request is written, by the async client: it may wait, or raise an AssemblyAIError.
    Then `timeout` is for all from then to the reply, not for a time without progress."""


@dataclass(frozen=True, slots=True)
class SlowWork:
    """Something that uses the disk, or computes for long: on an event loop it must run in a thread, as it blocks."""

    run: Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole HTTP response; header names in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes
