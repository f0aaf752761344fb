"""What the page shows: the JSON object that is embedded in it, or that it is sent piece by piece.

Times are milliseconds from the start of the audio, or null where nothing is known. A place in a list of words is the
number of the word in the whole transcript, from 0.
"""

from typing import Final, Literal, NotRequired, TypeAlias, TypedDict

FORMAT: Final = 1
"""The number of this format, which the page checks."""

Time: TypeAlias = int | None


class Audio(TypedDict):
    """Where the page plays from; `src` is None where it cannot, and `note` then says why."""

    src: str | None
    note: str | None


class Words(TypedDict):
    """A stretch of words, column by column; all four lists are equally long."""

    at: int
    """The number of the first one."""
    total: int
    """How many words the whole transcript has."""
    text: list[str]
    start: list[Time]
    end: list[Time]
    confidence: list[int | None]
    """0 to 100."""


class Turn(TypedDict):
    """An unbroken turn of one speaker; it ends where the next one begins."""

    speaker: int | None
    """Its place in `speakers`."""
    first: int
    """Its first word."""
    text: NotRequired[str]
    """What was said, for a turn whose words are not known."""
    start: NotRequired[Time]
    end: NotRequired[Time]


class Speaker(TypedDict):
    label: str
    """The service's label, such as A."""
    name: str
    """What is shown, such as Ada, or Speaker A."""


class Chapter(TypedDict):
    headline: str
    summary: str
    start: Time
    end: Time


class Sentiment(TypedDict):
    sentiment: Literal["positive", "neutral", "negative"]
    start: Time
    end: Time


class Entity(TypedDict):
    type: str
    text: str
    start: Time
    end: Time


class Highlight(TypedDict):
    text: str
    rank: float | None
    times: list[tuple[Time, Time]]


class Topic(TypedDict):
    name: str
    relevance: float


class Redaction(TypedDict):
    """Words in whose place the service put a hash or the kind of what was said."""

    first: int
    count: int


class QuoteShown(TypedDict):
    text: str
    speaker: str | None
    start: Time
    end: Time
    verified: bool
    """Whether the words were found in the transcript."""


class AnswerShown(TypedDict):
    question: str
    answer: str
    quotes: list[QuoteShown]


class Shown(TypedDict):
    """One transcript."""

    format: Literal[1]
    id: str
    title: str
    status: str
    """The API's: queued, processing, completed, error; or deleted."""
    error: str | None
    """Why it failed."""
    language: str | None
    duration: Time
    facts: list[tuple[str, str]]
    """What else is known, for a reader: what it is about, and what it says."""
    notes: list[str]
    """What is unusual, in a sentence each, such as words without times."""
    audio: Audio
    speakers: list[Speaker]
    turns: list[Turn]
    paragraphs: list[int]
    """The first words of paragraphs, for turns that are long."""
    words: Words
    chapters: list[Chapter]
    sentiment: list[Sentiment]
    entities: list[Entity]
    highlights: list[Highlight]
    topics: list[Topic]
    redactions: list[Redaction]
    summary: str | None
    answers: list[AnswerShown]
