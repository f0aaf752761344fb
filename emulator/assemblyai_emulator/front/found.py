"""What was found in the words of a transcript, as the viewer shows it.

A scenario may leave out what the API does not always send.
"""

from collections.abc import Mapping
from typing import Any

from assemblyai_viewer.format import Chapter, Entity, Highlight, Sentiment, Topic

_MOST_TOPICS = 12

Result = Mapping[str, Any]
"""A stored result, with the keys of the API."""


def chapters(result: Result) -> list[Chapter]:
    return [
        Chapter(headline=row["headline"], summary=row["summary"], start=row["start"], end=row["end"])
        for row in result.get("chapters") or ()
    ]


def sentiment(result: Result) -> list[Sentiment]:
    return [
        Sentiment(sentiment=row["sentiment"].lower(), start=row["start"], end=row["end"])
        for row in result.get("sentiment_analysis_results") or ()
        if row["sentiment"].lower() in {"positive", "neutral", "negative"}
    ]


def entities(result: Result) -> list[Entity]:
    return [
        Entity(type=row["entity_type"], text=row["text"], start=row["start"], end=row["end"])
        for row in result.get("entities") or ()
    ]


def highlights(result: Result) -> list[Highlight]:
    found: Result = result.get("auto_highlights_result") or {}
    rows: list[Result] = found.get("results") or []
    return [Highlight(text=row["text"], rank=row.get("rank"), times=_times(row)) for row in rows]


def topics(result: Result) -> list[Topic]:
    """The most relevant ones of the whole recording."""
    found: Result = result.get("iab_categories_result") or {}
    summary: dict[str, float | None] = found.get("summary") or {}
    ranked = sorted(((relevance or 0.0, name) for name, relevance in summary.items()), reverse=True)
    return [Topic(name=name, relevance=relevance) for relevance, name in ranked[:_MOST_TOPICS]]


def _times(row: Mapping[str, Any]) -> list[tuple[int | None, int | None]]:
    return [(one["start"], one["end"]) for one in row.get("timestamps") or ()]
