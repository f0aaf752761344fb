"""One spoken word: what every part of the emulator passes around."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypedDict


class WordJson(TypedDict):
    """A word as the API writes it; times in milliseconds."""

    text: str
    start: int
    end: int
    confidence: float
    speaker: str | None
    channel: str | None


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its times in milliseconds and the decoder's own confidence, 0 to 1."""

    text: str
    start: int
    end: int
    confidence: float
    speaker: str | None = None
    channel: str | None = None

    def to_json(self) -> WordJson:
        return {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
            "speaker": self.speaker,
            "channel": self.channel,
        }


def joined(words: Sequence[Word]) -> str:
    """The words' text as the API joins it: single spaces, nothing else."""
    return " ".join(word.text for word in words)


def mean_confidence(words: Sequence[Word]) -> float:
    """The plain mean of the words' confidences, as recorded replies have it; 0 for no words."""
    return sum(word.confidence for word in words) / len(words) if words else 0.0
