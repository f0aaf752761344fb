"""A spoken word, the unit of data that the whole emulator works with."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NotRequired, TypedDict

from assemblyai_emulator.wording import scripts


class WordJson(TypedDict):
    """A word as the API's JSON. Times are in milliseconds. Only the words of a channel have one."""

    text: str
    start: int
    end: int
    confidence: float
    speaker: str | None
    channel: NotRequired[str]


@dataclass(frozen=True, slots=True)
class Word:
    """A word with its times in milliseconds and the decoder's confidence, 0 to 1."""

    text: str
    start: int
    end: int
    confidence: float
    speaker: str | None = None
    channel: str | None = None

    def to_json(self) -> WordJson:
        found: WordJson = {
            "text": self.text,
            "start": self.start,
            "end": self.end,
            "confidence": self.confidence,
            "speaker": self.speaker,
        }
        if self.channel is not None:
            found["channel"] = self.channel
        return found


def joined(words: Sequence[Word]) -> str:
    """The text of the words: joined with single spaces, as on the API, and without them where a script has none."""
    return scripts.join([word.text for word in words])


def mean_confidence(words: Sequence[Word]) -> float:
    """The mean of the words' confidences, as in recorded replies. 0 if there are no words."""
    return sum(word.confidence for word in words) / len(words) if words else 0.0
