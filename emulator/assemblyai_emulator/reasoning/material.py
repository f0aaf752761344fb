"""Material: the sentences that a LeMUR request is about, and when each was said."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assemblyai_emulator.wording.sentences import split_sentences
from assemblyai_emulator.wording.words import Word, joined

_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+")


_SPEAKER = r"(?P<speaker>Speaker \w{1,3}|Channel \d+|[A-Z]|\d{1,2})\s*:\s+(?=\S)"

_LABEL = re.compile(
    rf"\[(?P<time>\d{{1,2}}:\d\d(?::\d\d)?)\]\s+(?:{_SPEAKER})?|(?:\d{{1,2}}:\d\d(?::\d\d)?\s+)?"
    + _SPEAKER.replace("speaker", "name")
)
"""What stands before what is said where a transcript is written as text: "A: ", "[00:41] ", "[00:41] Speaker B: "."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, with `start` (milliseconds) and `speaker` if they are known."""

    text: str
    start: int | None = None
    speaker: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """The sentences of one transcript in order, or those of a request's `input_text` (no id)."""

    transcript_id: str | None
    lines: tuple[Line, ...]

    @classmethod
    def from_words(cls, transcript_id: str, words: Sequence[Word]) -> "Source":
        """A transcript's sentences, each with its start in milliseconds and its speaker or channel."""
        return cls(
            transcript_id,
            tuple(
                Line(joined(sentence), sentence[0].start, sentence[0].speaker or sentence[0].channel)
                for sentence in split_sentences(words)
            ),
        )

    @classmethod
    def from_text(cls, input_text: str) -> "Source":
        """Plain text, cut at sentence punctuation and at line ends; a label names its line's speaker and time."""
        lines: list[Line] = []
        for row in map(str.lstrip, input_text.splitlines()):
            label = _LABEL.match(row)
            said = row[label.end() if label else 0 :]
            start = _milliseconds(label["time"]) if label and label["time"] else None
            speaker = (label["speaker"] or label["name"]) if label else None
            sentences = (part.strip() for part in _SENTENCE_END.split(said))
            lines += (Line(sentence, start, speaker) for sentence in sentences if sentence)
        return cls(None, tuple(lines))


@dataclass(frozen=True, slots=True)
class Material:
    """All sources of one request."""

    sources: tuple[Source, ...]

    @property
    def lines(self) -> list[Line]:
        """The sentences of all sources, in order."""
        return [line for source in self.sources for line in source.lines]

    @property
    def word_count(self) -> int:
        return sum(len(line.text.split()) for line in self.lines)


def _milliseconds(clock: str) -> int:
    """The time that `clock_time` writes like this."""
    seconds = 0
    for part in clock.split(":"):
        seconds = 60 * seconds + int(part)
    return 1000 * seconds


def clock_time(milliseconds: int) -> str:
    """A time in the recording: "00:41", or "1:02:03" after an hour."""
    minutes, seconds = divmod(milliseconds // 1000, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}" if hours else f"{minutes:02}:{seconds:02}"
