"""Quotes that bear out an answer, each looked up in what was said before it is shown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from pydantic import BaseModel, ConfigDict

from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.results.quotes import Passage, Spoken, spoken_in, spoken_text
from assemblyai_tools.text import clock_time, flat, shorten

_LONGEST = 300
"""Characters of a quote that are shown."""

_TIME = re.compile(r"\[\d+(?::\d\d)+\]\s*")
_TIME_AND_NAME = re.compile(_TIME.pattern + r"(?P<name>[^:\[\]\n]{1,100}):\s+")

_SHORTEST = 40
"""Characters below which a quote that has to be cut is left out instead."""

_CUT = "... (cut)"
_MOST_NAMED = 3
_BEST_FIRST = ("verbatim", "nearly", "unverified")

_MOST = 5
"""Quotes of one answer that are looked up."""


class Quote(BaseModel):
    """What was said, in the transcript's words, or what a model only claims was said; times in milliseconds."""

    model_config = ConfigDict(frozen=True, defer_build=True)

    text: str
    match: Literal["verbatim", "nearly", "unverified"]
    """`verbatim`: the model quoted these words; `nearly`: it quoted them with slips; `unverified`: nobody said it."""
    transcript_id: str | None = None
    """Which transcript it is from, where several were asked about."""
    start: int | None = None
    end: int | None = None
    speaker: str | None = None
    times: int = 1
    """How often it was said there; `start` and `end` are those of the first time."""

    def render(self) -> str:
        if self.match == "unverified":
            return f'Not found in the transcript, so no evidence: "{self.text}"'
        time = "" if self.start is None else clock_time(self.start)
        place = " ".join(part for part in (self.transcript_id, time) if part)
        remark = ", ".join(
            part
            for part in (
                "quoted with slips, these are the words" if self.match == "nearly" else "",
                f"first of {self.times:,} times" if self.times > 1 else "",
            )
            if part
        )
        lead = f"[{place}] " if place else ""
        speaker = f"{self.speaker}: " if self.speaker else ""
        return f'{lead}{speaker}"{self.text}"' + (f" ({remark})" if remark else "")


Checked = Mapping[str, Quote]
"""Each claimed quote, and what became of it."""


def checked(
    claims: Iterable[Sequence[str]], transcript_ids: Sequence[str] | None, input_text: str | None
) -> Flow[tuple[Checked, list[str]]]:
    """Each claimed quote as a Quote, and a note for each transcript that could not be read.

    The transcripts are read one after the other, and no more of them than it takes to find every quote. What was
    answered has been paid for, so a transcript that cannot be read leaves its quotes unverified and raises nothing.
    """
    search = _Search(quote for quotes in claims for quote in quotes[:_MOST])
    unread: list[tuple[str, str]] = []
    if input_text is not None:
        search.look(spoken_text(input_text), None)
    several = len(transcript_ids or ()) > 1
    for transcript_id in transcript_ids or ():
        if not search.missing:
            break
        try:
            transcript = yield from read_transcript(transcript_id)
        except AssemblyAIError as error:
            unread.append((transcript_id, flat(error.message)))
            continue
        search.look(spoken_in(transcript), transcript_id if several else None)
    return search.quotes(), _notes(unread)


def distinct(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes without those that are one passage with an earlier one."""
    wanted: dict[tuple[str, str | None, int | None], Quote] = {}
    for quote in quotes:
        wanted.setdefault((quote.text, quote.transcript_id, quote.start), quote)
    return list(wanted.values())


def fitting(quotes: Sequence[Quote], room: int) -> list[Quote]:
    """The quotes that there is room for, those with the very words first; one that is a little too long is cut."""
    kept: list[Quote] = []
    for quote in sorted(distinct(quotes), key=lambda one: _BEST_FIRST.index(one.match)):
        shown = _cut(quote, room)
        if shown:
            kept.append(shown)
            room -= length(shown)
    return kept


def length(quote: Quote) -> int:
    """The characters that a quote takes as a line of an answer."""
    return len(f"- {quote.render()}\n")


def _cut(quote: Quote, room: int) -> Quote | None:
    over = length(quote) - room
    if over <= 0:
        return quote
    left = len(quote.text) - over - len(_CUT)
    return quote.model_copy(update={"text": quote.text[:left] + _CUT}) if left >= _SHORTEST else None


def _notes(unread: Sequence[tuple[str, str]]) -> list[str]:
    """Which transcripts could not be read, and why the first of them could not."""
    if not unread:
        return []
    ids = ", ".join(transcript_id for transcript_id, _ in unread[:_MOST_NAMED])
    more = f" and {len(unread) - _MOST_NAMED:,} more" if len(unread) > _MOST_NAMED else ""
    reason = unread[0][1][:_LONGEST].rstrip(".")
    return [f"Quotes from {ids}{more} could not be checked: {reason}."]


class _Search:
    """Quotes on their way to being found; a place with the very words ends the search for one."""

    def __init__(self, claims: Iterable[str]) -> None:
        self._found: dict[str, tuple[Passage, str | None] | None] = dict.fromkeys(claims)

    @property
    def missing(self) -> list[str]:
        return [claim for claim, found in self._found.items() if not found or not found[0].verbatim]

    def look(self, spoken: Spoken, transcript_id: str | None) -> None:
        for claim in self.missing:
            for wording in _wordings(claim, spoken.speakers):
                passage = spoken.find(wording)
                if passage and (passage.verbatim or self._found[claim] is None):
                    self._found[claim] = (passage, transcript_id)
                if passage and passage.verbatim:
                    break

    def quotes(self) -> dict[str, Quote]:
        return {claim: _quote(claim, *(found or (None, None))) for claim, found in self._found.items()}


def _wordings(claim: str, speakers: frozenset[str]) -> list[str]:
    """A claim as it is, and without the clock times and speakers that models copy along with the lines.

    Only who really speaks there is taken for a speaker: what else stands before a colon is claimed to be said.
    """

    def without_speaker(line: re.Match[str]) -> str:
        name = flat(line["name"]).casefold()
        return "" if {name, name.removeprefix("speaker ")} & speakers else line[0]

    unnamed = _TIME.sub("", _TIME_AND_NAME.sub(without_speaker, claim))
    return list(dict.fromkeys([claim, _TIME.sub("", claim), unnamed]))


def _quote(claim: str, passage: Passage | None, transcript_id: str | None) -> Quote:
    if passage is None:
        return Quote(text=shorten(flat(claim), _LONGEST, _CUT), match="unverified")
    return Quote(
        text=shorten(passage.text, _LONGEST, _CUT),
        match="verbatim" if passage.verbatim else "nearly",
        transcript_id=transcript_id,
        start=passage.start,
        end=passage.end,
        speaker=passage.speaker,
        times=passage.times,
    )
