"""The parts of a transcript, each as lines that a model can read page by page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.results.speech import Line, line_of, lines_of
from assemblyai_tools.text import clock_time, count, flat

if TYPE_CHECKING:
    from assemblyai_tools.api.insights import SafetyResult

PartName = Literal[
    "text",
    "utterances",
    "words",
    "entities",
    "sentiment",
    "highlights",
    "topics",
    "safety",
    "chapters",
    "summary",
    "translations",
]

ASKED_WITH: Mapping[str, str] = {
    "utterances": "speaker_labels or multichannel",
    "entities": "entity_detection",
    "sentiment": "sentiment_analysis",
    "highlights": "auto_highlights",
    "topics": "iab_categories",
    "safety": "content_safety",
    "translations": "target_languages",
}
"""The option of transcribe that each part needs; only other programs request chapters and a summary."""

_MOST_TOPICS = 20
"""Topics that are shown, at most."""

_TIMES_SHOWN = 10
"""Times that are shown of one key phrase, at most."""


def part_lines(name: str, transcript: Transcript) -> list[Line]:
    """A part as lines; empty if the transcript does not have it."""
    return list(_PARTS[name](transcript))


def _utterances(transcript: Transcript) -> Iterable[Line]:
    return (line_of(turn, turn.text) for turn in transcript.utterances or ())


def _words(transcript: Transcript) -> Iterable[Line]:
    for word in transcript.words or ():
        when = [] if word.start is None or word.end is None else [f"{word.start}-{word.end} ms"]
        sure = [] if word.confidence is None else [f"{word.confidence:.2f}"]
        facts = " ".join([*when, *sure])
        yield line_of(word, f"{word.text} ({facts})" if facts else word.text)


def _entities(transcript: Transcript) -> Iterable[Line]:
    for entity in transcript.insights.entities or ():
        yield Line(text=flat(f"{entity.entity_type}: {entity.text}"), start=entity.start, end=entity.end)


def _sentiment(transcript: Transcript) -> Iterable[Line]:
    for one in transcript.insights.sentiment_analysis_results or ():
        sure = "" if one.confidence is None else f" {one.confidence:.2f}"
        yield line_of(one, f"{one.sentiment}{sure}: {one.text}")


def _highlights(transcript: Transcript) -> Iterable[Line]:
    found = transcript.insights.auto_highlights_result
    for one in sorted(found.results or () if found else (), key=lambda one: -(one.rank or 0)):
        times = _times([stamp.start for stamp in one.timestamps or () if stamp.start is not None])
        yield Line(text=flat(f"{one.text}: {count(one.count, 'time')}" + (f", at {times}" if times else "")))


def _times(starts: Sequence[int]) -> str:
    more = f" and {len(starts) - _TIMES_SHOWN:,} more" if len(starts) > _TIMES_SHOWN else ""
    return ", ".join(clock_time(start) for start in starts[:_TIMES_SHOWN]) + more


def _topics(transcript: Transcript) -> Iterable[Line]:
    found = transcript.insights.iab_categories_result
    ranked = sorted((found.summary or {} if found else {}).items(), key=lambda pair: -(pair[1] or 0))
    for topic, relevance in ranked[:_MOST_TOPICS]:
        yield Line(text=flat(f"{topic}: {relevance or 0:.2f}"))
    if len(ranked) > _MOST_TOPICS:
        yield Line(text=f"({len(ranked) - _MOST_TOPICS:,} less relevant ones are not shown)")


def _safety(transcript: Transcript) -> Iterable[Line]:
    found = transcript.insights.content_safety_labels
    for one in found.results or () if found else ():
        start, end = (one.timestamp.start, one.timestamp.end) if one.timestamp else (None, None)
        yield Line(text=flat(f"{_labels(one)}: {one.text}"), start=start, end=end)


def _labels(result: "SafetyResult") -> str:
    return ", ".join(
        label.label
        + "".join(
            f" {name} {value:.2f}"
            for name, value in (("confidence", label.confidence), ("severity", label.severity))
            if value is not None
        )
        for label in result.labels or ()
    )


def _chapters(transcript: Transcript) -> Iterable[Line]:
    for chapter in transcript.insights.chapters or ():
        text = f"{chapter.headline or chapter.gist}. {chapter.summary}"
        yield Line(text=flat(text), start=chapter.start, end=chapter.end)


def _summary(transcript: Transcript) -> Iterable[Line]:
    return [Line(text=flat(transcript.insights.summary))] if transcript.insights.summary else []


def _translations(transcript: Transcript) -> Iterable[Line]:
    texts = (transcript.insights.translated_texts or {}).items()
    return (Line(text=flat(f"{language}: {text}")) for language, text in texts if text)


_PARTS: Mapping[str, Callable[[Transcript], Iterable[Line]]] = {
    "text": lines_of,
    "utterances": _utterances,
    "words": _words,
    "entities": _entities,
    "sentiment": _sentiment,
    "highlights": _highlights,
    "topics": _topics,
    "safety": _safety,
    "chapters": _chapters,
    "summary": _summary,
    "translations": _translations,
}
