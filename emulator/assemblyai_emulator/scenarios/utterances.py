"""The speech of a scenario: words, or utterances that are split into words."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assemblyai_emulator.wording.words import Word

Milliseconds = Annotated[int, Field(ge=0)]
Score = Annotated[float, Field(ge=0, le=1)]
"""From 0 to 1, such as a confidence."""


class TimeSpan(BaseModel):
    """Anything with a start and an end, in milliseconds."""

    model_config = ConfigDict(extra="allow", strict=True)

    start: Milliseconds
    end: Milliseconds

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"it ends at {self.end} ms, before it starts at {self.start} ms")
        return self


class ScenarioWord(TimeSpan):
    text: Annotated[str, Field(pattern=r"^\S+$")]
    confidence: Score = 1.0
    speaker: str | None = None
    channel: str | None = None

    def to_word(self) -> Word:
        return Word(self.text, self.start, self.end, self.confidence, self.speaker, self.channel)


class Utterance(TimeSpan):
    """One speaker's turn. With `words` its text is made from them; without, `text` is spread over its time."""

    speaker: str
    text: str = ""
    channel: str | None = None
    words: list[ScenarioWord] | None = None

    def to_words(self) -> list[Word]:
        if self.words is not None:
            return [word.to_word() for word in self.words]
        texts = self.text.split()
        step = (self.end - self.start) / max(len(texts), 1)
        edges = [round(self.start + step * index) for index in range(len(texts) + 1)]
        return [
            Word(text, start, end, 1.0, self.speaker, self.channel)
            for text, start, end in zip(texts, edges, edges[1:], strict=False)
        ]

    def extras(self) -> dict[str, Any]:
        """The file's keys beyond those made from the words, such as translated_texts."""
        return dict(self.model_extra or {})


def all_words(words: Sequence[ScenarioWord] | None, utterances: Sequence[Utterance] | None) -> list[Word]:
    """The words if they are given, else those of the utterances."""
    if words is not None:
        return [word.to_word() for word in words]
    return [word for utterance in utterances or () for word in utterance.to_words()]
