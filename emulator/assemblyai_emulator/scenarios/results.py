"""The results that a scenario can have, with the keys that a client needs.

Every result may have more keys, because the API adds some every few months.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from assemblyai_emulator.scenarios.utterances import Score, TimeSpan


class _Result(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class Chapter(TimeSpan):
    gist: str
    headline: str
    summary: str


class Entity(TimeSpan):
    entity_type: str
    text: str


class Sentiment(TimeSpan):
    text: str
    sentiment: str
    confidence: Score


class Highlight(_Result):
    text: str
    count: int
    timestamps: list[TimeSpan]


class Highlights(_Result):
    status: str
    results: list[Highlight]


class TopicLabel(_Result):
    label: str
    relevance: Score


class Topic(_Result):
    text: str
    labels: list[TopicLabel]
    timestamp: TimeSpan


class Topics(_Result):
    status: str
    results: list[Topic]
    summary: dict[str, float]


class SafetyLabel(_Result):
    label: str
    confidence: Score


class Safety(_Result):
    text: str
    labels: list[SafetyLabel]
    timestamp: TimeSpan


class ContentSafety(_Result):
    status: str
    results: list[Safety]
    summary: dict[str, float]


class Understanding(_Result):
    """`response` has a result for each task. The echoed request is the caller's own, not the file's."""

    response: dict[str, Any]
