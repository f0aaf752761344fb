"""The speech of a scenario: words, or utterances that are split into words."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, model_validator

from assemblyai_emulator.scenarios.times import Placed, Times, filled, shared
from assemblyai_emulator.wording import scripts
from assemblyai_emulator.wording.words import Word


def _whole(value: float) -> float:
    return int(value) if value.is_integer() else value


Milliseconds = Annotated[float, Field(ge=0), AfterValidator(_whole)]
"""A whole number stays one: clients in some languages cannot read 5.0 as one."""

Score = Annotated[float, Field(ge=0, le=1)]
"""From 0 to 1, such as a confidence."""


class TimeSpan(BaseModel):
    """Anything with a start and an end, in milliseconds. The service leaves out either now and then."""

    model_config = ConfigDict(extra="allow", strict=True)

    start: Milliseconds | None = None
    end: Milliseconds | None = None

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.start is not None and self.end is not None and self.end < self.start:
            raise ValueError(f"it ends at {self.end:g} ms, before it starts at {self.start:g} ms")
        return self

    @property
    def times(self) -> Times:
        return self.start, self.end


class ScenarioWord(TimeSpan):
    text: str
    confidence: Score | None = None
    speaker: str | None = None
    channel: str | None = None

    def to_word(self, placed: Placed) -> Word:
        confidence = 1.0 if self.confidence is None else self.confidence
        return Word(self.text.strip(), placed.start, placed.end, confidence, self.speaker, self.channel)


class Utterance(TimeSpan):
    """One speaker's turn. With `words` its text is made from them; without, `text` is spread over its time."""

    speaker: str | None = None
    text: str | None = None
    channel: str | None = None
    words: list[ScenarioWord] | None = None

    def extras(self) -> dict[str, Any]:
        """The file's keys beyond those made from the words, such as translated_texts."""
        return {name: value for name, value in (self.model_extra or {}).items() if name != "confidence"}


@dataclass(frozen=True, slots=True)
class Said:
    """A word, and the limits in milliseconds of when it was said: wider than the word if its times are estimates."""

    word: Word
    earliest: int
    latest: int


@dataclass(frozen=True, slots=True)
class Turn:
    """An utterance of the file, with its times in milliseconds and its words."""

    utterance: Utterance
    start: int
    end: int
    said: list[Said]


def said_words(words: Sequence[ScenarioWord], within: Times = (None, None)) -> list[Said]:
    """The words with all their times. A word without text is left out."""
    spoken = [word for word in words if word.text.strip()]
    places = filled([word.times for word in spoken], [word.text for word in spoken], within)
    return [
        Said(word.to_word(placed), placed.earliest, placed.latest)
        for word, placed in zip(spoken, places, strict=True)
    ]


def turns(utterances: Sequence[Utterance], end: float | None = None) -> list[Turn]:
    """The utterances with all their times and words; `end` is that of the audio, if it is known."""
    texts = [utterance.text or "" for utterance in utterances]
    places = filled([_times(utterance) for utterance in utterances], texts, (None, end))
    return [
        Turn(utterance, placed.start, placed.end, _said(utterance, placed))
        for utterance, placed in zip(utterances, places, strict=True)
    ]


def _times(utterance: Utterance) -> Times:
    """Its own times or, where they are missing, those of its first and last word."""
    words = utterance.words or [ScenarioWord(text="")]
    start = words[0].start if utterance.start is None else utterance.start
    end = words[-1].end if utterance.end is None else utterance.end
    return start, end


def _said(utterance: Utterance, placed: Placed) -> list[Said]:
    if utterance.words is not None:
        found = said_words(utterance.words, (placed.start, placed.end))
        return [replace(one, word=_voiced(one.word, utterance)) for one in found]
    texts = scripts.cut(utterance.text or "")
    return [
        Said(
            Word(text, span.start, span.end, 1.0, utterance.speaker, utterance.channel),
            placed.earliest,
            placed.latest,
        )
        for text, span in zip(texts, shared(texts, placed.start, placed.end), strict=True)
    ]


def _voiced(word: Word, utterance: Utterance) -> Word:
    return replace(word, speaker=word.speaker or utterance.speaker, channel=word.channel or utterance.channel)
