"""Progress reports, for a person who waits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias

from assemblyai_tools.text import flat


@dataclass(frozen=True, slots=True)
class Progress:
    """What is going on."""

    stage: Literal["uploading", "waiting", "retrying"]
    message: str
    fraction: float | None = None
    """The share that is done, 0 to 1, if known."""
    transcript_id: str | None = None
    """The job that a wait is for. It continues even if the wait is given up."""
    audio_seconds: float | None = None
    """How long the audio is that is uploaded, if its file tells it."""

    def __post_init__(self) -> None:
        """Keep the message on one line: a file's name may be in it."""
        object.__setattr__(self, "message", flat(self.message))


ProgressCallback: TypeAlias = Callable[[Progress], None]


def no_progress(progress: Progress) -> None:
    """Ignore a report."""
