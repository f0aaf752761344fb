"""What an event says to a person who listens, as text of one line."""

import re
from collections.abc import Sequence

from assemblyai_tools.cli.phrases import Phrase, rephrased
from assemblyai_tools.results.speech import Line
from assemblyai_tools.streaming.events import Event, Gap, StreamWarning, Turn
from assemblyai_tools.text import clock_time, flat

_LIMITS: Sequence[Phrase] = (
    (re.compile(r"max_seconds=([\d.]+)"), lambda found: f"--max-minutes {float(found[1]) / 60:g}"),
    (re.compile(r"max_cost=([\d.]+)"), lambda found: f"--max-cost {found[1]}"),
    (re.compile(r" \(max_quiet_seconds\)"), ""),
)
"""What the options that end a stream are called here."""


def line_of(turn: Turn) -> str:
    """A turn with its clock time and speaker, as in `[00:12] A: Good morning.`."""
    speaker = flat(turn.speaker_label) if turn.speaker_label else None
    return Line(text=flat(turn.transcript), start=turn.start_ms, speaker=speaker).render()


def remark_of(event: Event | None) -> str | None:
    """What a person should know besides what is said; None for most events."""
    if isinstance(event, StreamWarning):
        return rephrased(event.warning, _LIMITS)
    if isinstance(event, Gap):
        return f"Not heard: {clock_time(event.start_ms)} to {clock_time(event.end_ms)}, as {event.why}."
    return None
