"""A transcript's words column by column, and its turns, which are stretches of these columns."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Protocol, TypeAlias

from assemblyai_tools.api.transcript import Transcript, Word
from assemblyai_tools.documents.about import reader_name
from assemblyai_tools.results.speech import Timed
from assemblyai_tools.text import flat
from assemblyai_viewer.format import Speaker, Time, Turn, Words

_LONG_TURN = 120
"""Words after which a turn is easier to read in paragraphs."""

_Said: TypeAlias = tuple[str | None, Iterable[Word]]
"""Who says these words."""


class Passage(Timed, Protocol):
    """A turn, a sentence or a paragraph of the service."""

    @property
    def text(self) -> str: ...


def time_of(milliseconds: int | None) -> Time:
    """A time on the page; None for one that cannot be."""
    return milliseconds if milliseconds is not None and milliseconds >= 0 else None


class Speech:
    """What was said, in the page's form: `words`, `turns`, `speakers`.

    Turns are the service's own; without them, the words of one speaker in a row are a turn. Without words, turns hold
    their text: `passages` are used where there are no turns either, and the whole text where there are no passages.
    """

    def __init__(self, transcript: Transcript, names: Mapping[str, str]) -> None:
        self.words = Words(at=0, total=0, text=[], start=[], end=[], confidence=[])
        self.turns: list[Turn] = []
        self.speakers: list[Speaker] = []
        self._places: dict[str, int] = {}
        self._names = names
        utterances = transcript.utterances or []
        if utterances and all(turn.words for turn in utterances):
            self._add_words((turn.speaker, turn.words or ()) for turn in utterances)
        elif transcript.words:
            self._add_words(groupby(transcript.words, key=lambda word: word.speaker))
        else:
            self.add_passages(utterances)
        self.words["total"] = len(self.words["text"])

    @property
    def has_long_turns(self) -> bool:
        """Whether paragraphs would make it easier to read."""
        ends = [turn["first"] for turn in self.turns[1:]] + [self.words["total"]]
        return any(end - turn["first"] > _LONG_TURN for turn, end in zip(self.turns, ends, strict=False))

    def add_passages(self, passages: Iterable[Passage]) -> None:
        """Add a turn for each of these, whose words are not known."""
        for one in passages:
            if text := flat(one.text):
                start, end = time_of(one.start), time_of(one.end)
                place = self._place(one.speaker)
                self.turns.append(Turn(speaker=place, first=0, text=text, start=start, end=end))

    def firsts_of(self, passages: Sequence[Passage]) -> list[int]:
        """The numbers of the words with which these passages begin, as far as their times tell."""
        numbers: dict[Time, int] = {}
        for number, start in enumerate(self.words["start"]):
            numbers.setdefault(start, number)
        starts = (time_of(one.start) for one in passages)
        return sorted({numbers[start] for start in starts if start is not None and start in numbers})

    def _add_words(self, said: Iterable[_Said]) -> None:
        texts, starts, ends = self.words["text"], self.words["start"], self.words["end"]
        for speaker, words in said:
            self.turns.append(Turn(speaker=self._place(speaker), first=len(texts)))
            for word in words:
                texts.append(flat(word.text))
                starts.append(time_of(word.start))
                ends.append(time_of(word.end))
                self.words["confidence"].append(_percent(word.confidence))

    def _place(self, label: str | None) -> int | None:
        """The place of a speaker in the list, to which a new one is added."""
        if not label:
            return None
        if label not in self._places:
            self._places[label] = len(self.speakers)
            name = flat(self._names.get(label, "")) or reader_name(flat(label))
            self.speakers.append(Speaker(label=flat(label), name=name))
        return self._places[label]


def _percent(share: float | None) -> int | None:
    return round(share * 100) if share is not None and 0 <= share <= 1 else None
