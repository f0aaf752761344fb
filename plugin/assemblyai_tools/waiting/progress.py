"""What is going on while someone waits."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, TypeAlias


@dataclass(frozen=True, slots=True)
class Progress:
    """What is going on, for a person who waits."""

    stage: Literal["uploading", "waiting", "retrying"]
    message: str
    fraction: float | None = None
    """The share that is done, 0 to 1, where it is known."""
    transcript_id: str | None = None
    """The job that is waited for: it exists and goes on, even if the waiting is given up."""


ProgressCallback: TypeAlias = Callable[[Progress], None]


def no_progress(progress: Progress) -> None:
    """Report to nobody."""
