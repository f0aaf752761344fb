"""What an event says to a person who listens, as text of one line."""

from assemblyai_tools.cli.live.naming import in_options
from assemblyai_tools.results.speech import Line
from assemblyai_tools.streaming.events import Event, Gap, StreamWarning, Turn
from assemblyai_tools.text import clock_time, flat


def line_of(turn: Turn) -> str:
    """A turn with its clock time and speaker, as in `[00:12] A: Good morning.`."""
    speaker = flat(turn.speaker_label) if turn.speaker_label else None
    return Line(text=flat(turn.transcript), start=turn.start_ms, speaker=speaker).render()


def remark_of(event: Event | None) -> str | None:
    """What a person should know besides what is said; None for most events."""
    if isinstance(event, StreamWarning):
        return in_options(event.warning)
    if isinstance(event, Gap):
        return f"Not heard: {clock_time(event.start_ms)} to {clock_time(event.end_ms)}, as {event.why}."
    return None
