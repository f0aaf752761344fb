"""Finds when words and phrases were said, with the same answer for every spelling of them.

The service's word search is asked where it is known to give this answer, as it sends a few hundred bytes instead of a
whole transcript. For other terms the transcript is read, and they are looked up in its words.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from assemblyai_tools.api.transcript import Transcript
from assemblyai_tools.api.transcripts import read_transcript
from assemblyai_tools.api.word_search import WordSearch, find_words, is_plain
from assemblyai_tools.flow import Flow
from assemblyai_tools.results.folding import search_terms
from assemblyai_tools.results.speech import check_readable
from assemblyai_tools.results.term_index import TermIndex
from assemblyai_tools.results.turns import transcript_turns

Key: TypeAlias = tuple[str, ...]
"""A phrase as it is compared: its terms."""


@dataclass(frozen=True, slots=True)
class Occurrences:
    """How often a phrase was said, and the [start, end] in milliseconds of each time that is known, in order."""

    count: int
    times: Sequence[tuple[int, int]]


Found: TypeAlias = Mapping[Key, Occurrences]
"""The phrases that were said."""


def distinct_phrases(phrases: Iterable[str]) -> dict[Key, str]:
    """The phrases by how they are compared; of several spellings of one, the first."""
    distinct: dict[Key, str] = {}
    for phrase in phrases:
        distinct.setdefault(tuple(search_terms(phrase)), phrase)
    return distinct


def find_occurrences(transcript_id: str, phrases: Mapping[Key, str]) -> Flow[Found]:
    """When phrases were said in a completed transcript. Whole words only; a phrase is words in a row."""
    if all(map(is_plain, phrases.values())):
        found = _attributed((yield from find_words(transcript_id, list(phrases.values()))), phrases)
        if found is not None:
            return found
    transcript = yield from read_transcript(transcript_id)
    check_readable(transcript)
    return _looked_up(transcript, phrases)


def _attributed(reply: WordSearch, phrases: Mapping[Key, str]) -> Found | None:
    """What the service found of each phrase; None if it found something else, so that it cannot be relied on."""
    found: dict[Key, Occurrences] = {}
    for match in reply.matches or ():
        key = tuple(search_terms(match.text))
        if not match.count:
            continue
        if key not in phrases:
            return None
        known = found.get(key, Occurrences(0, ()))
        times = sorted({*known.times, *(match.timestamps or ())})
        found[key] = Occurrences(max(known.count, match.count, len(times)), times)
    return found


def _looked_up(transcript: Transcript, phrases: Iterable[Key]) -> Found:
    """Where the transcript's words are those of each phrase."""
    said = TermIndex(transcript_turns(transcript), search_terms)
    found: dict[Key, Occurrences] = {}
    for key in phrases:
        rows = [(at, at + len(key)) for at in said.rows(key)]
        stretches = [said.stretch(*row) for row in rows if said.whole_words(*row) and said.in_order(*row)]
        if stretches:
            spans = ((words[0].start, words[-1].end) for words in stretches)
            times = sorted((start, end) for start, end in spans if start is not None and end is not None)
            found[key] = Occurrences(len(stretches), times)
    return found
