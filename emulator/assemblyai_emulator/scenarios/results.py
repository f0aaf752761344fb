"""The shapes of the results that a scenario can give, as far as their readers need them.

More keys than these are allowed everywhere: the API adds some every few months.
"""

from typing import Any

from pydantic import BaseModel, ConfigDict

from assemblyai_emulator.scenarios.spoken import Share, Stretch


class _Result(BaseModel):
    model_config = ConfigDict(extra="allow", strict=True)


class Chapter(Stretch):
    gist: str
    headline: str
    summary: str


class Entity(Stretch):
    entity_type: str
    text: str


class Sentiment(Stretch):
    text: str
    sentiment: str
    confidence: Share


class Highlight(_Result):
    text: str
    count: int
    timestamps: list[Stretch]


class Highlights(_Result):
    status: str
    results: list[Highlight]


class TopicLabel(_Result):
    label: str
    relevance: Share


class Topic(_Result):
    text: str
    labels: list[TopicLabel]
    timestamp: Stretch


class Topics(_Result):
    status: str
    results: list[Topic]
    summary: dict[str, float]


class SafetyLabel(_Result):
    label: str
    confidence: Share


class Safety(_Result):
    text: str
    labels: list[SafetyLabel]
    timestamp: Stretch


class ContentSafety(_Result):
    status: str
    results: list[Safety]
    summary: dict[str, float]


class Understanding(_Result):
    """`response` has a result for each task; the request is echoed from the caller's own."""

    response: dict[str, Any]
