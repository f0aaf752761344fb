"""Word search (https://www.assemblyai.com/docs/api-reference/transcripts/word-search)."""

import re
from collections.abc import Sequence

from assemblyai_tools.api.reply import ApiReply, CountOrZero, TextOrEmpty
from assemblyai_tools.api.transcripts import resource
from assemblyai_tools.flow import Flow, Request, fetch

_PLAIN = re.compile(r"[A-Za-z]{1,80}")
"""A word that has one spelling, whatever its case."""

MOST_WORDS = 100
"""Words of one search, at most."""


class WordSearchMatch(ApiReply):
    """One search term; `timestamps` are [start, end] pairs in milliseconds."""

    text: TextOrEmpty = ""
    count: CountOrZero = 0
    timestamps: list[tuple[int, int]] | None = None


class WordSearch(ApiReply):
    total_count: CountOrZero = 0
    matches: list[WordSearchMatch] | None


def is_plain(word: str) -> bool:
    """Whether the service is known to find every occurrence of a word: one word, of unaccented letters only.

    It splits terms at commas, and matches its own spelling of apostrophes, accents and numbers.
    """
    return _PLAIN.fullmatch(word) is not None


def find_words(transcript_id: str, words: Sequence[str]) -> Flow[WordSearch]:
    """Search a completed transcript for words and short phrases; none may hold a comma."""
    request = Request("GET", resource(transcript_id, "/word-search"), query={"words": ",".join(words)})
    return (yield from fetch(request, WordSearch))
