"""The results that a scenario can have, with the keys that a client needs.

Every result may have more keys, because the API adds some every few months. What the API has been seen to leave out
or to set to null, such as the gist of a chapter, may be missing here too.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from assemblyai_emulator.scenarios.utterances import Score, TimeSpan


class _Result(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class Chapter(TimeSpan):
    gist: str | None = None
    headline: str
    summary: str


class Entity(TimeSpan):
    entity_type: str
    text: str


class Sentiment(TimeSpan):
    text: str
    sentiment: str
    confidence: Score | None = None


class Highlight(_Result):
    text: str
    count: int | None = None
    timestamps: list[TimeSpan] | None = None


class Highlights(_Result):
    status: str
    results: list[Highlight]


class TopicLabel(_Result):
    label: str
    relevance: Score | None = None


class Topic(_Result):
    text: str
    labels: list[TopicLabel] | None = None
    timestamp: TimeSpan | None = None


class Topics(_Result):
    status: str
    results: list[Topic]
    summary: dict[str, float | None] | None = None


class SafetyLabel(_Result):
    label: str
    confidence: Score | None = None


class Safety(_Result):
    text: str
    labels: list[SafetyLabel] | None = None
    timestamp: TimeSpan | None = None


class ContentSafety(_Result):
    status: str
    results: list[Safety]
    summary: dict[str, float | None] | None = None


class Understanding(_Result):
    """`response` has a result for each task. The echoed request is the caller's own, not the file's."""

    response: dict[str, Any]
