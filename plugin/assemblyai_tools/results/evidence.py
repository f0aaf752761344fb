"""Checks the quotes that a model gives as evidence for its answers, before they are shown."""

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.errors import AssemblyAIError
from assemblyai_tools.flow import Flow
from assemblyai_tools.results.quotes import FoundQuote, SpeechIndex, index_text, index_transcript
from assemblyai_tools.text import clock_time, flat, shorten
from assemblyai_tools.text.shown import Shown

_LONGEST_QUOTE = 300
"""Characters of a quote that are shown."""

_LONGEST_REASON = 300
"""Characters of the reason why a transcript could not be read."""

_CLOCK_TIME = re.compile(r"\[\d+(?::\d\d)+\]\s*")
"""The clock time at the start of a line of speech."""

_TIME_AND_NAME = re.compile(_CLOCK_TIME.pattern + r"(?P<name>[^:\[\]\n]{1,100}):\s+")
"""The clock time and the speaker at the start of a line of speech."""

_SHORTEST_CUT = 40
"""Characters of a quote that are left after a cut, at least; otherwise it is left out."""

_CUT = "... (cut)"
"""Marks a quote that is cut."""

_MOST_NAMED = 3
"""Transcripts that a note names, at most."""

_BEST_FIRST = ("verbatim", "nearly", "unverified")
"""How well quotes match, in the order in which they are shown."""

_MOST_QUOTES = 5
"""Quotes of one answer that are looked up, at most."""


class Quote(Shown):
    """What was said, in the transcript's words, or what only a model says was said; times in milliseconds."""

    text: str
    match: Literal["verbatim", "nearly", "unverified"]
    """`verbatim`: the model quoted these words; `nearly`: it quoted them with slips; `unverified`: no one said them."""
    transcript_id: str | None = None
    """The transcript that it is from, if the call was about several."""
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


CheckedQuotes = Mapping[str, Quote]
"""The result for each claimed quote."""


def check_quotes(
    claims: Iterable[Sequence[str]], transcript_ids: Sequence[str] | None, given: Transcript | str | None
) -> Flow[tuple[CheckedQuotes, list[str]]]:
    """Look up each answer's claimed quotes; also returns a note if transcripts could not be read.

    `given` is a transcript or a text that need not be read. Transcripts are read one after the other until every quote
    is found. The answers have been paid for, so a transcript that cannot be read raises nothing: its quotes stay
    unverified.
    """
    lookup = _Lookup(quote for quotes in claims for quote in quotes[:_MOST_QUOTES])
    unread: list[tuple[str, str]] = []
    if given is not None:
        lookup.search(index_text(given) if isinstance(given, str) else index_transcript(given), None)
    several = len(transcript_ids or ()) > 1
    for transcript_id in transcript_ids or ():
        if not lookup.unsettled:
            break
        try:
            transcript = yield from read_transcript(transcript_id)
        except AssemblyAIError as error:
            unread.append((transcript_id, flat(error.message)))
            continue
        lookup.search(index_transcript(transcript), transcript_id if several else None)
    return lookup.quotes(), _notes(unread)


def quotes_in(transcript: Transcript, claims: Iterable[str]) -> CheckedQuotes:
    """Look up claimed quotes in a transcript that was read already."""
    lookup = _Lookup(claims)
    lookup.search(index_transcript(transcript), None)
    return lookup.quotes()


def distinct_quotes(quotes: Iterable[Quote]) -> list[Quote]:
    """The quotes without those of the same words at the same place as an earlier one."""
    first: dict[tuple[str, str | None, int | None], Quote] = {}
    for quote in quotes:
        first.setdefault((quote.text, quote.transcript_id, quote.start), quote)
    return list(first.values())


def best_quotes(quotes: Sequence[Quote], room: int) -> list[Quote]:
    """The quotes that fit into `room` characters, verbatim ones first; one that is a little too long is cut."""
    kept: list[Quote] = []
    for quote in sorted(distinct_quotes(quotes), key=lambda one: _BEST_FIRST.index(one.match)):
        shown = _cut(quote, room)
        if shown:
            kept.append(shown)
            room -= quote_length(shown)
    return kept


def quote_length(quote: Quote) -> int:
    """Characters that a quote takes as a line of an answer."""
    return len(f"- {quote.render()}\n")


def _cut(quote: Quote, room: int) -> Quote | None:
    over = quote_length(quote) - room
    if over <= 0:
        return quote
    left = len(quote.text) - over - len(_CUT)
    return quote.model_copy(update={"text": quote.text[:left] + _CUT}) if left >= _SHORTEST_CUT else None


def _notes(unread: Sequence[tuple[str, str]]) -> list[str]:
    """A note on which transcripts could not be read, and why the first could not; empty if all could."""
    if not unread:
        return []
    ids = ", ".join(transcript_id for transcript_id, _ in unread[:_MOST_NAMED])
    more = f" and {len(unread) - _MOST_NAMED:,} more" if len(unread) > _MOST_NAMED else ""
    reason = unread[0][1][:_LONGEST_REASON].rstrip(".")
    return [f"Quotes from {ids}{more} could not be checked: {reason}."]


class _Lookup:
    """Looks claims up in one transcript after the other, until each has a verbatim match."""

    def __init__(self, claims: Iterable[str]) -> None:
        self._found: dict[str, tuple[FoundQuote, str | None] | None] = dict.fromkeys(claims)

    @property
    def unsettled(self) -> list[str]:
        """The claims without a verbatim match so far."""
        return [claim for claim, found in self._found.items() if not found or not found[0].verbatim]

    def search(self, speech: SpeechIndex, transcript_id: str | None) -> None:
        for claim in self.unsettled:
            for wording in _wordings(claim, speech.speakers):
                match = speech.find(wording)
                if match and (match.verbatim or self._found[claim] is None):
                    self._found[claim] = (match, transcript_id)
                if match and match.verbatim:
                    break

    def quotes(self) -> dict[str, Quote]:
        return {claim: _quote(claim, *(found or (None, None))) for claim, found in self._found.items()}


def _wordings(claim: str, speakers: frozenset[str]) -> list[str]:
    """A claim as it is, and without the clock times and speakers that models copy along with lines of speech.

    Only the name of a real speaker is removed: anything else before a colon is part of the claim.
    """

    def without_speaker(line: re.Match[str]) -> str:
        name = flat(line["name"]).casefold()
        return "" if {name, name.removeprefix("speaker ")} & speakers else line[0]

    unnamed = _CLOCK_TIME.sub("", _TIME_AND_NAME.sub(without_speaker, claim))
    return list(dict.fromkeys([claim, _CLOCK_TIME.sub("", claim), unnamed]))


def _quote(claim: str, found: FoundQuote | None, transcript_id: str | None) -> Quote:
    if found is None:
        return Quote(text=shorten(flat(claim), _LONGEST_QUOTE, _CUT), match="unverified")
    return Quote(
        text=shorten(found.text, _LONGEST_QUOTE, _CUT),
        match="verbatim" if found.verbatim else "nearly",
        transcript_id=transcript_id,
        start=found.start,
        end=found.end,
        speaker=found.speaker,
        times=found.times,
    )
