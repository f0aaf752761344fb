"""What was said in a scenario: words, or utterances that are split into words."""

from collections.abc import Sequence
from typing import Annotated, Any, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from assemblyai_emulator.wording.words import Word

Milliseconds = Annotated[int, Field(ge=0)]
Share = Annotated[float, Field(ge=0, le=1)]


class Stretch(BaseModel):
    """Anything that lasts; times in milliseconds."""

    model_config = ConfigDict(extra="allow", strict=True)

    start: Milliseconds
    end: Milliseconds

    @model_validator(mode="after")
    def _check_order(self) -> Self:
        if self.end < self.start:
            raise ValueError(f"it ends at {self.end} ms, before it starts at {self.start} ms")
        return self


class SpokenWord(Stretch):
    text: Annotated[str, Field(pattern=r"^\S+$")]
    confidence: Share = 1.0
    speaker: str | None = None
    channel: str | None = None

    def word(self) -> Word:
        return Word(self.text, self.start, self.end, self.confidence, self.speaker, self.channel)


class Utterance(Stretch):
    """One voice's turn. Its text is that of its words; without `words` it is spread over its time."""

    speaker: str
    text: str = ""
    channel: str | None = None
    words: list[SpokenWord] | None = None

    def spoken(self) -> list[Word]:
        if self.words is not None:
            return [word.word() for word in self.words]
        texts = self.text.split()
        step = (self.end - self.start) / max(len(texts), 1)
        edges = [round(self.start + step * place) for place in range(len(texts) + 1)]
        return [
            Word(text, start, end, 1.0, self.speaker, self.channel)
            for text, start, end in zip(texts, edges, edges[1:], strict=False)
        ]

    def extras(self) -> dict[str, Any]:
        """What the file says beyond the keys that are made from the words, such as translated_texts."""
        return dict(self.model_extra or {})


def spoken(words: Sequence[SpokenWord] | None, utterances: Sequence[Utterance] | None) -> list[Word]:
    """The words, or those of the utterances."""
    if words is not None:
        return [word.word() for word in words]
    return [word for utterance in utterances or () for word in utterance.spoken()]
