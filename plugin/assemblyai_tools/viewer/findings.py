"""What the service found in the speech, in the page's form; what has no place in it is left out."""

import re
from collections.abc import Sequence
from typing import Literal, TypedDict, cast

from assemblyai_tools.api.insights import Insights
from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.text import clean, flat
from assemblyai_tools.viewer.speech import time_of
from assemblyai_viewer.format import Chapter, Entity, Highlight, Redaction, Sentiment, Topic

_SENTIMENTS = ("positive", "neutral", "negative")

_MOST_TOPICS = 50
"""Topics that are shown, at most, the most relevant ones: the service may give hundreds."""

_REDACTED = re.compile(r"\W*(?:\[[A-Z][A-Z_]*\]|#+)\S{0,3}")
"""A word in whose place the service put a hash for each letter, or the kind of what was said, as [PERSON_NAME]."""


class Findings(TypedDict):
    """The fields of a Shown for which this module has the content."""

    chapters: list[Chapter]
    sentiment: list[Sentiment]
    entities: list[Entity]
    highlights: list[Highlight]
    topics: list[Topic]
    redactions: list[Redaction]
    summary: str | None


def findings_of(transcript: Transcript, words: Sequence[str], *, redacted: bool | None) -> Findings:
    """All of it; `words` as the page has them.

    What retells the speech is left out if the words are `redacted` (None: unknown): the service redacts only the words.
    """
    told = Insights() if redacted else transcript.insights
    return Findings(
        chapters=_chapters(told),
        sentiment=_sentiment(transcript.insights),
        entities=_entities(told),
        highlights=_highlights(told),
        topics=_topics(told),
        redactions=[] if redacted is False else _redactions(words),
        summary=_summary(told),
    )


def retells_speech(transcript: Transcript) -> bool:
    """Whether something was found that says in other words what was said."""
    told = transcript.insights
    found = (_chapters(told), _entities(told), _highlights(told), _topics(told), _summary(told))
    return any(found)


def _summary(insights: Insights) -> str | None:
    return clean(insights.summary or "").strip() or None


def _chapters(insights: Insights) -> list[Chapter]:
    return [
        Chapter(
            headline=flat(one.headline or one.gist),
            summary=flat(one.summary),
            start=time_of(one.start),
            end=time_of(one.end),
        )
        for one in insights.chapters or ()
    ]


def _sentiment(insights: Insights) -> list[Sentiment]:
    return [
        Sentiment(
            sentiment=cast("Literal['positive', 'neutral', 'negative']", one.sentiment.lower()),
            start=time_of(one.start),
            end=time_of(one.end),
        )
        for one in insights.sentiment_analysis_results or ()
        if one.sentiment.lower() in _SENTIMENTS
    ]


def _entities(insights: Insights) -> list[Entity]:
    return [
        Entity(
            type=flat(one.entity_type),
            text=flat(one.text),
            start=time_of(one.start),
            end=time_of(one.end),
        )
        for one in insights.entities or ()
    ]


def _highlights(insights: Insights) -> list[Highlight]:
    found = insights.auto_highlights_result
    return [
        Highlight(
            text=flat(one.text),
            rank=_share(one.rank),
            times=[(time_of(stamp.start), time_of(stamp.end)) for stamp in one.timestamps or ()],
        )
        for one in sorted(found.results or () if found else (), key=lambda one: -(_share(one.rank) or 0))
    ]


def _topics(insights: Insights) -> list[Topic]:
    """The most relevant topics, the most relevant one first."""
    found = insights.iab_categories_result
    ranked = sorted((found.summary or {} if found else {}).items(), key=lambda pair: -(_share(pair[1]) or 0))
    return [Topic(name=flat(name), relevance=_share(share) or 0) for name, share in ranked[:_MOST_TOPICS]]


def _redactions(words: Sequence[str]) -> list[Redaction]:
    """Stretches of words that were taken out."""
    found: list[Redaction] = []
    for number, word in enumerate(words):
        if not _REDACTED.fullmatch(word):
            continue
        if found and found[-1]["first"] + found[-1]["count"] == number:
            found[-1]["count"] += 1
        else:
            found.append(Redaction(first=number, count=1))
    return found


def _share(given: float | None) -> float | None:
    """A number between 0 and 1; None for what JSON cannot hold, or what has no place on a scale."""
    return given if given is not None and 0 <= given <= 1 else None
