"""What a reader wants to know of a transcript first: what it is called, who speaks, and other facts."""

import math
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias, TypeGuard

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.flow import Flow
from assemblyai_tools.ledger_steps import Known, KnownTranscripts
from assemblyai_tools.results.speakers import is_label
from assemblyai_tools.text import flat, length

Facts: TypeAlias = Sequence[tuple[str, str]]
"""What is known of a transcript: what each fact is about, and what it says."""


SILENCE = "No speech was found."
"""What is said instead of speech."""


def title_of(transcript: Transcript) -> Flow[str]:
    """The title of live speech, or the name of the file that was transcribed, if the ledger knows it."""
    if transcript.origin.title:
        return flat(transcript.origin.title)
    found: Mapping[str, Known] = yield KnownTranscripts([transcript.id])
    known = found.get(transcript.id)
    return flat(known.name if known and known.name else f"Transcript {transcript.id}")


def reader_name(speaker: str) -> str:
    """A speaker without a name as a reader is told: a bare label becomes "Speaker A"."""
    return f"Speaker {speaker}" if is_label(speaker) else speaker


def is_length(seconds: float | None) -> TypeGuard[float]:
    """Whether it is a length that a recording can have."""
    return seconds is not None and math.isfinite(seconds) and seconds >= 0


def facts_of(transcript: Transcript, speakers: Iterable[str]) -> Facts:
    """The facts in the order of their use; `speakers` as a reader knows them."""
    seconds, sure = transcript.audio_duration, transcript.confidence
    began_at = transcript.origin.began_at
    facts = (
        ("Transcript", transcript.id),
        ("Date", f"{began_at.astimezone():%Y-%m-%d %H:%M}" if began_at else None),
        ("Length", length(seconds) if is_length(seconds) else None),
        ("Language", transcript.language_code),
        ("Speech model", transcript.speech_model_used),
        ("Confidence", f"{sure:.0%}" if sure else None),
        ("Speakers", ", ".join(speakers)),
    )
    return [(name, flat(fact)) for name, fact in facts if fact]
