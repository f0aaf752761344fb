"""Waits for a transcript as long as its job makes progress."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import click

from assemblyai_tools.cli.exits import UnfinishedError
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.operations.transcripts import get_transcript
from assemblyai_tools.results.transcript_view import TranscriptView

_SLICE = 60
"""Seconds of one wait; then it is looked at whether the job makes progress."""

_LONGEST_SILENCE = 1_800.0
"""Seconds for which the service may not be reached."""

_LONGEST_STALL = 7_200.0
"""Seconds for which a job may show no progress. A service that says only the status may keep it no longer than that."""

_LEAST = 1_000
"""Characters of the text that a look asks for: the fewest that it may."""

_RUNNING = ("queued", "processing")
"""The statuses of a job that has not ended."""


def wait_option() -> click.Option:
    """The option for `longest`."""
    return click.Option(
        ["wait_seconds", "--wait-seconds"],
        type=click.IntRange(min=0),
        metavar="NUMBER",
        help="Wait at most so long; then the exit code is 4. By default as long as the job makes progress.",
    )


class Runner(Protocol):
    """What runs the looks, and knows the share that is done where the service says it."""

    fraction: float | None

    def run(self, flow: Flow[TranscriptView], *, more_to_come: bool = False) -> TranscriptView: ...


@dataclass(slots=True)
class _Signs:
    """When there was a sign of life; times in seconds of a clock."""

    heard: float
    """When the service answered last."""
    moved: float
    """When the job made progress last."""
    seen: tuple[str, float | None] = "", None
    """Its status and the share that was done then."""

    def saw(self, status: str, fraction: float | None, now: float) -> None:
        self.heard = now
        if self.seen != (status, fraction):
            self.seen, self.moved = (status, fraction), now


def wait_until_done(
    session: Runner,
    transcript_id: str,
    *,
    longest: float | None = None,
    clock: Callable[[], float] = time.monotonic,
) -> TranscriptView:
    """Wait until a transcript is finished, at most `longest` seconds if given.

    Raises UnfinishedError if that time is over, the job shows no progress, or the service cannot be reached for long;
    and what get_transcript raises of a job that failed.
    """
    begun = clock()
    signs = _Signs(begun, begun)
    while True:
        left = _SLICE if longest is None else min(_SLICE, max(0, round(begun + longest - clock())))
        try:
            look = get_transcript.start(
                {"transcript_id": transcript_id, "wait_seconds": left, "max_characters": _LEAST}
            )
            view = session.run(look, more_to_come=True)
        except AssemblyAIError as error:
            if not error.retryable:
                raise
            if clock() - signs.heard > _LONGEST_SILENCE:
                raise UnfinishedError(
                    transcript_id, f"the service cannot be reached ({error.message})"
                ) from None
        else:
            if view.status not in _RUNNING:
                return view
            signs.saw(view.status, session.fraction, clock())
        _check_time(transcript_id, signs, clock(), None if longest is None else begun + longest)


def _check_time(transcript_id: str, signs: _Signs, now: float, deadline: float | None) -> None:
    status = signs.seen[0] or "unknown"
    if deadline is not None and now >= deadline:
        raise UnfinishedError(transcript_id, f"its status is {status}")
    if now - signs.moved > _LONGEST_STALL:
        raise UnfinishedError(transcript_id, f"its status is {status}, without progress for two hours")
