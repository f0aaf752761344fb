"""Finding words in transcripts (https://www.assemblyai.com/docs/api-reference/transcripts/word-search)."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from assemblyai_tools.arguments.base import Arguments
from assemblyai_tools.arguments.types import Id
from assemblyai_tools.errors import (
    AssemblyAIError,
    BadRequestError,
    InvalidArgumentsError,
    NotFoundError,
    UnexpectedReplyError,
)
from assemblyai_tools.flow import Flow
from assemblyai_tools.operation import READS, Result, operation
from assemblyai_tools.results.budget import BUDGET
from assemblyai_tools.results.folding import search_terms
from assemblyai_tools.results.occurrences import Found, Key, distinct_phrases, find_occurrences
from assemblyai_tools.text import clock_time, count, flat, shorten
from assemblyai_tools.text.shown import Shown

_LONGEST_PHRASE = 5
"""Words of a phrase, at most."""

_LONGEST_TERM = 80
"""Characters of a word or a phrase, at most."""

_TIMES_SHOWN = 600
"""Times that a result shows, at most, divided among the terms that were found."""

_TIME_LENGTH = 12
"""Characters of a time with the comma after it, at most."""

_MATCH_FRAME = 50
"""Characters of a match besides its term and its times, at most, and of the line that names its transcript."""

_NOTES = 300
"""Characters of the first line and of the note on what was left out, at most."""

_REASONS = 3_000
"""Characters of the reasons why transcripts were not searched, divided among them."""

_LONGEST_REASON = 300
"""Characters of one such reason, at most."""

_SHORTEST_REASON = 40
"""Characters of one such reason that are shown however many there are."""

_AROUND = "\"'\u201c\u201d\u2018\u2019()[]{}.,;:!?"
"""Characters that may surround a term that is quoted or copied from a sentence, but are not part of it."""

_OF_ONE_TRANSCRIPT = (BadRequestError, NotFoundError, InvalidArgumentsError, UnexpectedReplyError)
"""The errors that concern one transcript: the next one may still be searched."""


def _checked_phrase(value: str) -> str:
    words = flat(value).strip(_AROUND).split() if len(value) <= _LONGEST_TERM else []
    if not search_terms(" ".join(words)):
        raise ValueError(f"a word to search for is empty, or longer than {_LONGEST_TERM} characters")
    if len(words) > _LONGEST_PHRASE:
        raise ValueError(
            f"{value!r} has {len(words)} words, and a phrase may have {_LONGEST_PHRASE}; search for less"
        )
    return " ".join(words)


Phrase = Annotated[str, AfterValidator(_checked_phrase)]


class SearchWordsArguments(Arguments):
    """Search transcripts for a keyword or phrase: find when a word is said (timestamps) and count its mentions.

    Whole words; case, punctuation and currency do not count.
    """

    transcript_ids: list[Id] = Field(min_length=1, max_length=100, description="Completed.")
    words: list[Phrase] = Field(
        min_length=1, max_length=100, description="Words, or phrases of up to 5 words."
    )

    @field_validator("transcript_ids")
    @classmethod
    def _each_once(cls, value: list[str]) -> list[str]:
        return list(dict.fromkeys(value))


class Match(Shown):
    """One search term and when it was said: [start, end] pairs in milliseconds."""

    text: str
    """The term as the call spelled it; of several spellings of one term, the first."""
    transcript_id: str | None = None
    """The transcript that it is from, if the call was about several."""
    count: int
    timestamps: list[tuple[int, int]]
    left_out: int = 0
    """Times that are not among the timestamps for want of room."""

    def render(self) -> str:
        times = ", ".join(clock_time(start) for start, _ in self.timestamps)
        more = f" and {self.left_out:,} more" if self.left_out else ""
        return f"{self.text}: {count(self.count, 'time')}" + (f", at {times}{more}" if times else "")


class NotSearched(Shown):
    """A transcript that could not be searched, and why."""

    transcript_id: str
    reason: str


class MatchesView(Result):
    """What was found, transcript by transcript, and the terms that none of them has."""

    transcript_ids: list[str]
    """The transcripts that were searched."""
    total_count: int
    matches: list[Match]
    left_out_matches: int = 0
    """Further matches that are counted but not shown for want of room."""
    not_found: list[str]
    not_searched: list[NotSearched] = Field(default_factory=list[NotSearched])

    def render(self) -> str:
        lines = [self._head()]
        for transcript_id, matches in groupby(self.matches, key=lambda match: match.transcript_id):
            lines += [f"Transcript {transcript_id}:"] if transcript_id else []
            lines += [match.render() for match in matches]
        if self.left_out_matches:
            left_out = count(self.left_out_matches, "more term")
            lines.append(f"{left_out} found, not shown: search for fewer words, or in fewer transcripts.")
        if self.not_found:
            lines.append(f"Not found: {', '.join(self.not_found)}.")
        return "\n".join([*lines, *self._failures()])

    def _head(self) -> str:
        found, searched = count(self.total_count, "match"), len(self.transcript_ids)
        if searched + len(self.not_searched) == 1:
            return f"{found} in transcript {self.transcript_ids[0]}."
        return f"{found}; {count(searched, 'transcript')} searched."

    def _failures(self) -> Iterator[str]:
        """A line for each reason, with its transcripts: it is often the same one."""
        by_reason: dict[str, list[str]] = {}
        for one in self.not_searched:
            by_reason.setdefault(one.reason, []).append(one.transcript_id)
        for reason, ids in by_reason.items():
            yield f"Not searched: {', '.join(ids)} ({reason})."


@operation(
    title="Search words",
    hints=READS,
    toolsets=("reading",),
    arguments=SearchWordsArguments,
    result=MatchesView,
    command="search",
)
def search_words(arguments: SearchWordsArguments) -> Flow[MatchesView]:
    phrases = distinct_phrases(arguments.words)
    found, failed = yield from _search_each(arguments.transcript_ids, phrases)
    said = {key for one in found.values() for key in one}
    view = MatchesView(
        transcript_ids=list(found),
        total_count=sum(one.count for each in found.values() for one in each.values()),
        matches=[],
        not_found=[phrase for key, phrase in phrases.items() if key not in said],
        not_searched=_not_searched(failed),
    )
    several = len(arguments.transcript_ids) > 1
    matches = [
        Match(
            text=phrase,
            transcript_id=transcript_id if several else None,
            count=one[key].count,
            timestamps=list(one[key].times),
        )
        for transcript_id, one in found.items()
        for key, phrase in phrases.items()
        if key in one
    ]
    shown = _fitting(matches, BUDGET - _NOTES - len(view.render()))
    return view.model_copy(update={"matches": shown, "left_out_matches": len(matches) - len(shown)})


def _search_each(
    transcript_ids: Sequence[str], phrases: Mapping[Key, str]
) -> Flow[tuple[dict[str, Found], dict[str, AssemblyAIError]]]:
    """Search one transcript after the other; also returns why some could not be searched.

    Raises if none could. An error that concerns more than one transcript, such as a lost connection, ends the search,
    but what was found until then is kept.
    """
    found: dict[str, Found] = {}
    failed: dict[str, AssemblyAIError] = {}
    for place, transcript_id in enumerate(transcript_ids):
        try:
            found[transcript_id] = yield from find_occurrences(transcript_id, phrases)
        except AssemblyAIError as error:
            error.transcript_id = transcript_id
            failed[transcript_id] = error
            if not isinstance(error, _OF_ONE_TRANSCRIPT):
                failed |= dict.fromkeys(transcript_ids[place + 1 :], error)
                break
    if not found:
        first = next(iter(failed.values()))
        if len(failed) > 1 and isinstance(first, _OF_ONE_TRANSCRIPT):
            first.message = f"None of the {len(failed)} transcripts could be searched. {first.message}"
        raise first
    return found, failed


def _not_searched(failed: Mapping[str, AssemblyAIError]) -> list[NotSearched]:
    longest = max(_SHORTEST_REASON, min(_LONGEST_REASON, _REASONS // max(1, len(failed))))
    return [
        NotSearched(transcript_id=one, reason=shorten(flat(error.message).rstrip("."), longest))
        for one, error in failed.items()
    ]


def _fitting(matches: Sequence[Match], room: int) -> list[Match]:
    """The matches that fit into `room` characters, with as many times as fit, divided equally."""
    shown: list[Match] = []
    heads: set[str | None] = {None}
    for match in matches:
        head = 0 if match.transcript_id in heads else _MATCH_FRAME + len(match.transcript_id or "")
        room -= head + len(match.text) + _MATCH_FRAME + _TIME_LENGTH
        if room < 0:
            break
        heads.add(match.transcript_id)
        shown.append(match)
    times = min(_TIMES_SHOWN, max(0, room) // _TIME_LENGTH + len(shown))
    most = max(1, times // max(1, len(shown)))
    return [
        match.model_copy(
            update={"timestamps": match.timestamps[:most], "left_out": max(0, len(match.timestamps) - most)}
        )
        for match in shown
    ]
